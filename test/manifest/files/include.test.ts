import { includeCases } from './include-cases.ts';
import { describeSame } from './same-project.ts';

describeSame('include:', includeCases);
