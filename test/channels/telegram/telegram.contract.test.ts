/** Telegram keeps the channel contract, polled and by webhook. */
import { describeChannel } from '../../contract/channel.contract.ts';
import { openTelegramHarness } from './telegram-harness.ts';

describeChannel('telegram, polling', () => openTelegramHarness('polling'));
describeChannel('telegram, webhook', () => openTelegramHarness('webhook'));
