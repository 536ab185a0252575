/**
 * What can be sent along: a picture made small for a slow network, a document, a voice note, the place where one
 * stands.
 */
import { byId, focusWriting, icon, make, notice, word } from './words.js';

const fileMax = 10 * 1024 * 1024;
const photoEdge = 1600;
const voiceSeconds = 180;

/** @param onChange told when something is put into the tray or taken out of it. */
export function createAttach({ onChange }) {
  let held = null;
  let preview;
  const tray = byId('tray');

  for (const [button, input] of [
    ['camera', 'camera-input'],
    ['files', 'files-input'],
  ]) {
    byId(button).addEventListener('click', () => byId(input).click());
    byId(input).addEventListener('change', (event) => {
      const file = event.target.files[0];
      event.target.value = '';
      if (file) takeFile(file);
    });
  }
  byId('place').addEventListener('click', takePlace);
  byId('attach').addEventListener('click', () => openMenu(byId('menu').hidden));
  byId('composer').addEventListener('keydown', (event) => event.key === 'Escape' && openMenu(false, true));
  byId('place').hidden = !(window.isSecureContext && navigator.geolocation);
  setUpVoice({ take: (blob) => hold({ kind: 'voice', name: `suara.${endingOf(blob.type)}`, blob }) });

  return {
    /** @returns what is in the tray, and empties it. */
    take() {
      const taken = held;
      held = null;
      show();
      return taken;
    },
    has: () => held !== null,
  };

  function openMenu(open, focus) {
    if (byId('menu').hidden === !open) return;
    byId('menu').hidden = !open;
    byId('attach').setAttribute('aria-expanded', String(open));
    if (open) byId('camera').focus();
    else if (focus) byId('attach').focus();
  }

  async function takeFile(file) {
    openMenu(false);
    const kind = { image: 'photo', audio: 'audio', video: 'video' }[file.type.split('/')[0]] ?? 'document';
    const blob = kind === 'photo' ? await smaller(file) : file;
    if (blob.size > fileMax) return notice(word('too-large'), 8_000);
    hold({ kind, name: blob === file ? file.name : file.name.replace(/\.\w+$/, '.jpg'), blob });
  }

  function takePlace() {
    openMenu(false);
    notice(word('finding'));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        notice('');
        const { latitude, longitude } = coords;
        hold({ location: { latitude, longitude }, label: word('found', { n: Math.ceil(coords.accuracy / 10) * 10 }) });
      },
      () => notice(word('no-place'), 8_000),
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 },
    );
  }

  function hold(thing) {
    held = thing;
    show();
    focusWriting('send');
  }

  function show() {
    if (preview) URL.revokeObjectURL(preview);
    preview = held?.blob && URL.createObjectURL(held.blob);
    tray.hidden = held === null;
    tray.replaceChildren();
    if (held) {
      const picture = held.kind === 'photo' && make('img', { src: preview, alt: word('photo') });
      const sound = held.kind === 'voice' && make('audio', { src: preview, controls: '' });
      const other = !picture && !sound && icon(held.location ? 'pin' : 'file');
      const remove = make('button', { type: 'button', class: 'round', 'aria-label': word('remove') }, icon('close'));
      remove.addEventListener('click', () => {
        held = null;
        show();
        byId('text').focus();
      });
      const label = held.label ?? (picture || sound ? word(held.kind) : held.name);
      tray.append(...[picture || sound || other, make('span', { text: label }), remove]);
    }
    onChange();
  }
}

/** A picture of at most 1600 pixels, upright, without the place and time that cameras write into it. */
async function smaller(file) {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, photoEdge / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return (await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.82))) ?? file;
  } catch {
    return file;
  }
}

function setUpVoice({ take }) {
  if (!(window.isSecureContext && window.MediaRecorder && navigator.mediaDevices)) return;
  const type = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'].find(MediaRecorder.isTypeSupported);
  if (!type) return;
  let recorder;
  let ticking;
  let keep = false;
  byId('voice').hidden = false;
  byId('voice').addEventListener('click', record);
  byId('record-done').addEventListener('click', () => finish(true));
  byId('record-drop').addEventListener('click', () => finish(false));

  async function record() {
    try {
      const sound = await navigator.mediaDevices.getUserMedia({ audio: true });
      const chunks = [];
      recorder = new MediaRecorder(sound, { mimeType: type, audioBitsPerSecond: 24_000 });
      recorder.ondataavailable = (event) => chunks.push(event.data);
      recorder.onstop = () => {
        for (const track of sound.getTracks()) track.stop();
        if (keep) take(new Blob(chunks, { type }));
        else byId('text').focus();
      };
      recorder.start(1_000);
      show(true);
      byId('record-done').focus();
      let seconds = 0;
      ticking = setInterval(() => {
        const shown = ++seconds;
        byId('record-time').textContent = `${Math.floor(shown / 60)}.${String(shown % 60).padStart(2, '0')}`;
        if (shown >= voiceSeconds) finish(true);
      }, 1_000);
    } catch {
      show(false);
      notice(word('no-voice'), 8_000);
    }
  }

  function finish(kept) {
    keep = kept;
    clearInterval(ticking);
    show(false);
    if (recorder?.state !== 'inactive') recorder?.stop();
  }

  function show(on) {
    byId('recording').hidden = !on;
    byId('line').hidden = on;
    byId('record-time').textContent = '0.00';
  }
}

function endingOf(mime) {
  return mime.includes('mp4') ? 'm4a' : mime.includes('ogg') ? 'ogg' : 'webm';
}
