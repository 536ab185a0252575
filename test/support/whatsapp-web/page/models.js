/**
 * Events, models and collections as WhatsApp Web has them (they behave like Backbone's): what the library listens
 * to.
 */
import { wire } from './wire.js';

export class Emitter {
  #listeners = new Map();

  /** Several names may stand in one string, separated by blanks. */
  on(names, listener) {
    for (const name of names.split(' ')) {
      if (!this.#listeners.has(name)) this.#listeners.set(name, []);
      this.#listeners.get(name).push(listener);
    }
    return this;
  }

  once(names, listener) {
    const both = (...args) => {
      this.off(names, both);
      listener(...args);
    };
    return this.on(names, both);
  }

  off(names, listener) {
    for (const name of names.split(' ')) {
      const left = (this.#listeners.get(name) ?? []).filter((one) => one !== listener);
      this.#listeners.set(name, left);
    }
    return this;
  }

  trigger(name, ...args) {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener(...args);
  }

  isListenedTo(name) {
    return (this.#listeners.get(name) ?? []).length > 0;
  }
}

/** Attributes are own enumerable properties; what is hidden does not travel to Node. */
export class Model extends Emitter {
  constructor(attributes = {}, hidden = {}) {
    super();
    Object.assign(this, attributes);
    for (const [name, value] of Object.entries(hidden)) hide(this, name, value);
  }

  set(name, value) {
    const before = this[name];
    if (before === value) return;
    this[name] = value;
    for (const emitter of [this, this.collection].filter(Boolean)) {
      emitter.trigger(`change:${name}`, this, value, before);
      emitter.trigger('change', this);
    }
  }

  serialize() {
    return { ...this };
  }

  unsafe() {
    return this;
  }
}

export class Collection extends Emitter {
  #models = new Map();

  /** @param id a string, or anything with one of the properties that ids are known by. */
  get(id) {
    return this.#models.get(idText(id));
  }

  add(model) {
    const id = idText(model.id);
    if (id === undefined || this.#models.has(id)) return wire.complain(`a second ${id}, or none`);
    hide(model, 'collection', this);
    this.#models.set(id, model);
    this.trigger('add', model);
  }

  /** Older ones than all that are there; nobody is told. */
  addBefore(models) {
    this.#models = new Map([...models.map((model) => [idText(model.id), model]), ...this.#models]);
  }

  remove(model) {
    if (this.#models.delete(idText(model.id))) this.trigger('remove', model);
  }

  getModelsArray() {
    return [...this.#models.values()];
  }

  /** Beyond the capabilities that are modelled there is nothing to find. */
  async find(id) {
    return this.get(id);
  }
}

export function hide(object, name, value) {
  Object.defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });
}

export function idText(id) {
  return typeof id === 'object' && id !== null ? (id._serialized ?? id[window.standin.keyProp]) : id;
}
