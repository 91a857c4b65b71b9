import { extendsCases } from './extends-cases.ts';
import { describeSame } from './same-project.ts';

describeSame('extends:', extendsCases);
