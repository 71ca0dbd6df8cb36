"use strict";
// What all scripts of the pages share: how a typed name is read.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐðÐ]/g, "d")
  .toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

// "TP. Đà Nẵng" and "tỉnh Hậu Giang" mean what they name.
const withoutPrefix = (folded, prefixes) => {
  for (const prefix of prefixes) {
    if (folded.startsWith(prefix + " ")) {
      return withoutPrefix(folded.slice(prefix.length + 1), prefixes);
    }
  }
  return folded;
};

// A name is meant by the beginning of any of its words, typed with or without spaces.
const means = (name, query) => (" " + name).includes(" " + query)
  || name.replaceAll(" ", "").startsWith(query.replaceAll(" ", ""));
