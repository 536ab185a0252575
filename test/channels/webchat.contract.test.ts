/** The web chat keeps the contract of a channel. */
import { describeChannel } from '../contract/channel.contract.ts';
import { openWebchatHarness, webchatSkips } from './webchat-harness.ts';

describeChannel('web chat', openWebchatHarness, webchatSkips);
