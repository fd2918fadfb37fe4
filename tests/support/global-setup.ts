import { forgetTraffic } from './traffic.ts';

export default forgetTraffic;
