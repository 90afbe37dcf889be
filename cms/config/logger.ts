import { logFormat } from '../src/log/format';
import { getSettings } from '../src/settings';

export default () => ({ format: logFormat(getSettings()) });
