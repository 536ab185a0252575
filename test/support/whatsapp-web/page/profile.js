/** What the browser's profile keeps: in IndexedDB, which a browser that is killed has written down already. */

const database = await answer(Object.assign(indexedDB.open('standin'), { onupgradeneeded: makeStore }));

function makeStore() {
  this.result.createObjectStore('kept');
}

const store = () => database.transaction('kept', 'readwrite').objectStore('kept');

export const recall = (name) => answer(store().get(name));
export const keep = (name, value) => answer(store().put(value, name));
export const forgetAll = () => answer(store().clear());

function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
