import { logFormat } from '../src/kernel/log/format';
import { getSettings } from '../src/kernel/settings';

export default () => ({ format: logFormat(getSettings()) });
