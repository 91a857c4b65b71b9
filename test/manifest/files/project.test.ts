import { folderCases, foundCases, variableCases } from './project-cases.ts';
import { describeSame } from './same-project.ts';

describeSame('a project is made of', foundCases);
describeSame('paths count from', folderCases);
describeSame('variables come from', variableCases);
