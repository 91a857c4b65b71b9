import { mergeCases } from './merge-cases.ts';
import { describeSame } from './same-project.ts';

describeSame('two files are put together:', mergeCases);
