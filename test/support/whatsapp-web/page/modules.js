/**
 * `window.require` as WhatsApp Web has it: what the library asks for by name. An unknown name throws and is
 * reported.
 */
import { Cmd, Conn, me, reactionTableMode, Socket } from './account.js';
import { aliases, Blocklist, BusinessProfile, Chat, Contact, loadEarlierMsgs, Msg } from './chats.js';
import { createWid, MsgKey } from './ids.js';
import {
  addAndSendMsgToChat,
  chatState,
  downloadAndMaybeDecrypt,
  findOrCreateLatestChat,
  getOrCreateMediaObject,
  OpaqueData,
  prepRawMedia,
  queryWidExists,
  sendReactionToMsg,
  sendSeen,
  uploadMedia,
} from './sending.js';
import { wire } from './wire.js';

const bytes = (length) => new Uint8Array(length).fill(7);
/** Text of a link → what the real one says of it. */
const linksIn = (text) => [...String(text ?? '').matchAll(/https?:\/\/\S+/g)].map(([href]) => ({ href }));

const modules = {
  // The connection.
  WAWebSocketModel: { Socket },
  WAWebConnModel: { Conn },
  WAWebCmd: { Cmd },
  WAWebStreamModel: { Stream: { markAvailable() {}, markUnavailable() {} } },
  WAWebOfflineHandler: { OfflineMessageHandler: { getOfflineDeliveryProgress: () => 100 } },
  WAWebSyncGatingUtils: {},
  WAWebCallCollection: undefined,

  // Pairing.
  WAWebAltDeviceLinkingApi: {
    setPairingType() {},
    async initializeAltDeviceLinking() {},
    async initializeQRLinking() {},
    startAltLinkingFlow: async (phone) => (await wire.up('pairing-code', { phone })).code,
  },
  WAWebLaunchSocketUtils: { refreshQR: () => void wire.up('refresh-qr') },
  WABase64: { encodeB64: (data) => btoa(String.fromCharCode(...data)) },
  WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: '1' },
  WAWebAdvSignatureApi: {},
  WAWebUserPrefsInfoStore: { waNoiseInfo: { get: async () => ({ staticKeyPair: { pubKey: bytes(32) } }) } },
  WAWebSignalStoreApi: {
    waSignalStore: { getRegistrationInfo: async () => ({ identityKeyPair: { pubKey: bytes(32) } }) },
  },
  WAWebUserPrefsMultiDevice: { getADVSecretKey: () => 'adv-secret' },
  WAWebMiscBrowserUtils: { info: () => ({ os: 'Linux', name: 'Chrome' }) },

  // Who and what.
  WAWebCollections: { Msg, Chat, Contact, Blocklist, BusinessProfile, GroupMetadata: { async update() {} } },
  WAWebUserPrefsMeUser: { getMaybeMePnUser: () => me.phone, getMaybeMeLidUser: () => me.lid },
  WAWebWidFactory: { createWid, createWidFromWidLike: createWid, asUserWidOrThrow: createWid },
  WAWebMsgKey: MsgKey,
  WAWebLidMigrationUtils: { toPn: (wid) => wid },
  WAWebApiContact: {
    getCurrentLid: (wid) => (aliases.has(wid._serialized) ? createWid(aliases.get(wid._serialized)) : undefined),
    getPhoneNumber: (wid) => (aliases.has(wid._serialized) ? createWid(aliases.get(wid._serialized)) : undefined),
    getAlternateUserWid: (wid) => (aliases.has(wid._serialized) ? createWid(aliases.get(wid._serialized)) : undefined),
  },
  WAWebQueryExistsJob: { queryWidExists },
  WAWebChatGetters: { getIsNewsletter: () => false, getIsBroadcast: (chat) => chat.id.isStatus() },

  // Reading.
  WALinkify: { findLinks: linksIn, findLink: (text) => linksIn(text)[0] },
  WAWebQuotedMsgModelUtils: { getQuotedMsgObj: (message) => message.quotedMsg },
  WAWebChatLoadMessages: { loadEarlierMsgs },
  WAWebDownloadManager: { downloadManager: { downloadAndMaybeDecrypt } },
  WAWebNonMessageDataRequestPlaceholderMessageResendUtils: {
    handlePlaceholderMsgsSeen: (messages) => void wire.up('resend', { ids: messages.map(({ id }) => id.id) }),
  },
  WAWebAddonReactionTableMode: { reactionTableMode },
  WAWebBackendJobsCommon: { mediaTypeFromProtobuf() {} },
  WAWebE2EProtoUtils: { typeAttributeFromProtobuf() {} },
  WAWebAddonPollVoteTableMode: { pollVoteTableMode: { bulkUpsert() {} } },

  // Sending.
  WAWebFindChatAction: { findOrCreateLatestChat },
  WAWebSendMsgChatAction: { addAndSendMsgToChat },
  WAWebUpdateUnreadChatAction: { sendSeen },
  WAWebMsgReply: { canReplyMsg: () => true },
  WAWebGetEphemeralFieldsMsgActionsUtils: { getEphemeralFields: () => ({}) },
  WAWebLinkPreviewChatAction: { getLinkPreview: async () => null },
  WAWebSendReactionMsgAction: { sendReactionToMsg },
  WAWebChatStateBridge: {
    sendChatStateComposing: chatState('typing'),
    sendChatStateRecording: chatState('recording'),
    sendChatStatePaused: chatState('paused'),
  },
  WAWebMediaOpaqueData: OpaqueData,
  WAWebPrepRawMedia: { prepRawMedia },
  WAWebMediaStorage: { getOrCreateMediaObject },
  WAWebMmsMediaTypes: { msgToMediaType: ({ type }) => type, castToV4: (type) => type },
  WAWebMediaDataUtils: { shouldUseMediaCache: () => false },
  WAWebMediaInMemoryBlobCache: { InMemoryMediaBlobCache: { put() {} } },
  WAWebMediaMmsV4Upload: { uploadMedia },
};

window.require = (name) => {
  if (Object.hasOwn(modules, name) && !window.standin.without.includes(name)) return modules[name];
  if (!window.standin.without.includes(name)) wire.complain(`no module ${name}`);
  throw new Error(`Requiring unknown module "${name}"`);
};
window.Debug = { VERSION: '2.3000.1042401057' };
await wire.open();
