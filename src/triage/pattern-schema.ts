/** Lists of patterns in the files of data/: a faulty pattern is named with its line when its file is read. */
import { z } from 'zod';
import { createPatternIndex } from './pattern.ts';

const pattern = z.string({ error: 'not a text → write a pattern in quotes' }).superRefine((source, check) => {
  try {
    createPatternIndex().add(source);
  } catch (error) {
    check.addIssue({ code: 'custom', message: (error as Error).message });
  }
});

export const patternList = z.array(pattern, { error: 'no list → write patterns, one a line behind a dash, or []' });
