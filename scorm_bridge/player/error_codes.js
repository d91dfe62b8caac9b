// What an LMS's error codes mean: SCORM 1.2 RTE 3.3.6, SCORM 2004 RTE 3.1.7.

const CODES = {
  scorm12: {
    101: "something failed inside the LMS",
    201: "the element or value is not one it knows",
    202: "the element has no children",
    203: "the element is no list",
    301: "the attempt is not open",
    401: "the element is not implemented",
    402: "the element cannot be set",
    403: "the element is read only",
    404: "the element is write only",
    405: "the value is of the wrong type or too long",
  },
  scorm2004: {
    101: "something failed inside the LMS",
    102: "the attempt could not be opened",
    103: "the attempt was open already",
    104: "the attempt was over already",
    111: "the attempt could not be ended",
    112: "ended before it was opened",
    113: "ended a second time",
    122: "read before the attempt was opened",
    123: "read after the attempt was ended",
    132: "set before the attempt was opened",
    133: "set after the attempt was ended",
    142: "committed before the attempt was opened",
    143: "committed after the attempt was ended",
    201: "the arguments are wrong",
    301: "the LMS could not read it",
    351: "the LMS could not set it",
    391: "the LMS could not keep it",
    401: "the element does not exist",
    402: "the element is not implemented",
    403: "the element has no value yet",
    404: "the element is read only",
    405: "the element is write only",
    406: "the value is of the wrong type or too long",
    407: "the value is out of range",
    408: "another element has to be set first",
  },
};

/** Words for an error code of an LMS of `standard`; none where there was no error. */
export function meaning(standard, code) {
  if (code === "0" || code === "") return "";
  if (code.startsWith("obole:")) return "the package's page could not make the call";
  return CODES[standard]?.[code] ?? "a code of the LMS's own";
}
