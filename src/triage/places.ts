/** Finds the kelurahan and kecamatan of Kota Kediri in a message, with the traps of ordinary words and near names. */
import { join } from 'node:path';
import { z } from 'zod';
import { loadYaml } from '../lib/yaml.ts';
import type { Reading, Token } from './normalize.ts';
import { isOneSlip } from './stem.ts';

const names = z.array(z.string());
const placesFile = z.object({
  city: z.object({ code: z.string(), name: z.string() }),
  markers: names,
  weakMarkers: names,
  kecamatanMarkers: names,
  ambiguous: names,
  kecamatan: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      kelurahan: z.array(
        z.object({
          code: z.string(),
          name: z.string(),
          spellings: names.default([]),
          onlyWithMarker: z.boolean().default(false),
        }),
      ),
    }),
  ),
  outside: z.object({
    patterns: names,
    districts: names,
    districtsWithMarker: names,
    districtMarkers: names,
    cities: names,
    cityMarkers: names,
    notBefore: names,
  }),
});
export type PlacesData = z.infer<typeof placesFile>;

/** @throws {SetupError} naming file, line and cure. */
export function loadPlaces(dataFolder: string): PlacesData {
  return loadYaml(join(dataFolder, 'places.yml'), placesFile);
}

export type FoundPlaces = {
  kelurahan: string[];
  kecamatan: string | null;
  outsideCity: boolean;
  /** Indexes of tokens that are part of a place name. */
  tokens: ReadonlySet<number>;
};

export interface PlaceFinder {
  /** @param outsidePattern whether one of `outside.patterns` was found. */
  find(reading: Reading, outsidePattern: boolean): FoundPlaces;
}

type Name = { kelurahan: string; kecamatan: string; words: readonly string[]; guarded: boolean };

const slipLettersMin = 7;

export function createPlaceFinder(data: PlacesData, vocabulary: ReadonlySet<string>): PlaceFinder {
  const byFirst = new Map<string, Name[]>();
  const single: Name[] = [];
  for (const district of data.kecamatan) {
    for (const { name, spellings, onlyWithMarker } of district.kelurahan) {
      for (const spelling of [name.toLowerCase(), ...spellings]) {
        const words = spelling.split(' ');
        const entry = { kelurahan: name, kecamatan: district.name, words, guarded: onlyWithMarker };
        byFirst.set(words[0]!, [...(byFirst.get(words[0]!) ?? []), entry]);
        if (words.length === 1) single.push(entry);
      }
    }
  }
  for (const list of byFirst.values()) list.sort((one, other) => other.words.length - one.words.length);
  const districts = new Map(data.kecamatan.map(({ name }) => [name.toLowerCase(), name]));
  const slips = new Map<string, Name | null>();
  const isOutside = outsideTest(data);

  const nameAt = (tokens: readonly Token[], at: number): Name | null => {
    const raw = tokens[at]!.raw;
    for (const name of byFirst.get(raw) ?? []) {
      if (name.words.every((word, step) => tokens[at + step]?.raw === word)) return name;
    }
    return slipOf(raw);
  };

  /** A long name with one typing slip, if only one name is that near and the word is no other. */
  const slipOf = (raw: string): Name | null => {
    if (raw.length < slipLettersMin || vocabulary.has(raw)) return null;
    const known = slips.get(raw);
    if (known !== undefined) return known;
    const near = single.filter(({ words }) => words[0]!.length >= slipLettersMin && isOneSlip(raw, words[0]!));
    const found = new Set(near.map(({ kelurahan }) => kelurahan)).size === 1 ? near[0]! : null;
    if (slips.size > 5_000) slips.clear();
    slips.set(raw, found);
    return found;
  };

  const find = (reading: Reading, outsidePattern: boolean): FoundPlaces => {
    const { tokens } = reading;
    const found: string[] = [];
    const used = new Set<number>();
    let kecamatan: string | null = null;
    let lastEnd = -9;
    for (let at = 0; at < tokens.length; at++) {
      const district = districts.get(tokens[at]!.raw);
      if (district && data.kecamatanMarkers.includes(tokens[at - 1]?.raw ?? '')) {
        kecamatan ??= district;
        used.add(at);
        continue;
      }
      const name = nameAt(tokens, at);
      if (!name) {
        if (district === 'Mojoroto') kecamatan ??= district;
        continue;
      }
      const end = at + name.words.length - 1;
      const joined = isJoined(tokens, lastEnd, at);
      if (name.guarded && !joined && !isMarked(tokens, at, data, districts.get(tokens[end + 1]?.raw ?? ''), name)) {
        if (district === 'Mojoroto') kecamatan ??= district;
        continue;
      }
      for (let word = at; word <= end; word++) used.add(word);
      if (!found.includes(name.kelurahan)) found.push(name.kelurahan);
      kecamatan ??= name.kecamatan;
      lastEnd = end;
      at = end;
    }
    const outsideCity = outsidePattern || isOutside(tokens, found.length > 0);
    return { kelurahan: found, kecamatan, outsideCity, tokens: used };
  };

  return { find };
}

/** "kelurahan Pojok dan Gayam": the second name needs no marker of its own. */
function isJoined(tokens: readonly Token[], lastEnd: number, at: number): boolean {
  return (
    lastEnd >= 0 &&
    at - lastEnd <= 2 &&
    (at - lastEnd === 1 || /^(dan|atau|sama|lan|karo|dn)$/.test(tokens[at - 1]!.raw))
  );
}

/**
 * Whether an ordinary word is meant as a kelurahan here: a marker, an RT/RW number or its own kecamatan is beside it.
 */
function isMarked(
  tokens: readonly Token[],
  at: number,
  data: PlacesData,
  next: string | undefined,
  name: Name,
): boolean {
  const before = tokens[at - 1];
  if (next !== undefined && next === name.kecamatan) return true;
  const following = tokens[at + 1]?.raw ?? '';
  if (data.kecamatanMarkers.includes(following) && tokens[at + 2]?.raw === name.kecamatan.toLowerCase()) return true;
  if (!before) return false;
  if (data.weakMarkers.includes(before.raw)) return tokens[at]!.capital && !before.capital;
  if (data.markers.includes(before.raw)) return true;
  const address = /^(rt|rw)$/;
  if (/^\d{1,3}$/.test(before.raw) && address.test(tokens[at - 2]?.raw ?? '')) return true;
  if (/^\d{1,3}$/.test(before.raw) && /^\d{1,3}$/.test(tokens[at - 2]?.raw ?? ''))
    return address.test(tokens[at - 3]?.raw ?? '');
  return address.test(following) && /^\d{1,3}$/.test(tokens[at + 2]?.raw ?? '') && tokens[at]!.capital;
}

function outsideTest(data: PlacesData): (tokens: readonly Token[], named: boolean) => boolean {
  const { outside } = data;
  const plain = new Set(outside.districts);
  const marked = new Set(outside.districtsWithMarker);
  const cities = new Set(outside.cities);
  return (tokens, named) => {
    if (named) return false;
    for (let at = 0; at < tokens.length; at++) {
      const { raw } = tokens[at]!;
      const before = tokens[at - 1]?.raw ?? '';
      if (outside.notBefore.includes(before)) continue;
      if (plain.has(raw)) return true;
      if (marked.has(raw) && outside.districtMarkers.includes(before)) return true;
      if (cities.has(raw) && outside.cityMarkers.includes(before)) return true;
    }
    return false;
  };
}
