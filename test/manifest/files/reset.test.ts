import { overrideCases, resetCases } from './reset-cases.ts';
import { describeSame } from './same-project.ts';

describeSame('!reset takes away', resetCases);
describeSame('!override puts itself in place of', overrideCases);
