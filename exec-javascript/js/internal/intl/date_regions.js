// Dates and times in Britain and Canada, where they are not as in the United States: CLDR 48. Signs are as in `date_data.js`.

/** The metazones whose short names are in use in Britain: Europe's, not America's. */
const BRITISH_ZONES = {
  __proto__: null, "Central European": "CE", "Eastern European": "EE", "Western European": "WE", "Gulf Standard": "GST",
  "Greenwich Mean": "GMT",
};

/** What there is of a region: the rest is as `date_data.js` has it. Patterns of a skeleton stand in place of the others for it. */
const REGIONS = {
  __proto__: null,
  GB: {
    hourCycle: "h23",
    september: "Sept",
    halves: ["am", "pm"],
    dayPeriod: "am/pm",
    dateStyles: { full: "EEEE, d MMMM y", long: "d MMMM y", medium: "d MMM y", short: "dd/MM/y" },
    timeStyles: { full: "HH:mm:ss zzzz", long: "HH:mm:ss z", medium: "HH:mm:ss", short: "HH:mm" },
    available: `
Ed E d;GyMEd E, d/M/y G;GyMMMEEEEd EEEE, d MMM y G;GyMMMEd E, d MMM y G;GyMMMd d MMM y G;GyMd dd/MM/y G;MEd E dd/MM
MMMEEEEd EEEE d MMM;MMMEd E d MMM;MMMMEEEEd EEEE d MMMM;MMMMd d MMMM;MMMd d MMM;MMdd dd/MM;Md dd/MM;yM MM/y
yMEd E, dd/MM/y;yMMMEEEEd EEEE, d MMM y;yMMMEd E, d MMM y;yMMMMEEEEd EEEE, d MMMM y;yMMMd d MMM y;yMd dd/MM/y`,
    intervals: `
GyMd d dd/MM/y~dd/MM/y G;G dd/MM/y G~dd/MM/y G;M dd/MM/y~dd/MM/y G;y dd/MM/y~dd/MM/y G
GyMEd d E, dd/MM/y~E, dd/MM/y G;G E, dd/MM/y G~E, dd/MM/y G;M E, dd/MM/y~E, dd/MM/y G;y E, dd/MM/y~E, dd/MM/y G
GyMMMd d d~d MMM y G;G d MMM y G~d MMM y G;M d MMM~d MMM y G;y d MMM y~d MMM y G
GyMMMEd d E, d MMM~E, d MMM y G;G E, d MMM y G~E, d MMM y G;M E, d MMM~E, d MMM y G;y E, d MMM y~E, d MMM y G
GyMMMEEEEd d EEEE d MMM~EEEE d MMM y G;G EEEE d MMM y G~EEEE d MMM y G;M EEEE d MMM~EEEE d MMM y G;y EEEE d MMM y~EEEE d MMM y G
h a h_a~h_a;h h–h_a|H H HH–HH|Hm H HH:mm–HH:mm;m HH:mm–HH:mm|Hmv H HH:mm–HH:mm v;m HH:mm–HH:mm v
hv a h_a~h_a v;h h–h_a v|Hv H HH–HH v|Md d dd/MM~dd/MM;M dd/MM~dd/MM|MEd d E dd/MM~E dd/MM;M E dd/MM~E dd/MM
MMMd d d~d MMM;M d MMM~d MMM|MMMEd d E d MMM~E d MMM;M E d MMM~E d MMM|yM M MM/y~MM/y;y MM/y~MM/y
yMd d dd/MM/y~dd/MM/y;M dd/MM/y~dd/MM/y;y dd/MM/y~dd/MM/y
yMEd d E, dd/MM/y~E, dd/MM/y;M E, dd/MM/y~E, dd/MM/y;y E, dd/MM/y~E, dd/MM/y
yMMMd d d~d MMM y;M d MMM~d MMM y;y d MMM y~d MMM y
yMMMEd d E, d\u2009MMM –\u2009E, d MMM y;M E, d MMM~E, d MMM y;y E, d MMM y~E, d MMM y
yMMMEEEEd d EEEE d\u2009MMM –\u2009EEEE d MMM y;M EEEE d MMM~EEEE d MMM y;y EEEE d MMM y~EEEE d MMM y
yMMMMEEEEd d EEEE d\u2009MMMM –\u2009EEEE d MMMM y;M EEEE d MMMM~EEEE d MMMM y;y EEEE d MMMM y~EEEE d MMMM y`,
    metazone: ({ long, kind }) => ({ long: long.replace("St.", "St"), kind, short: BRITISH_ZONES[long] }),
  },
  CA: {
    halves: ["a.m.", "p.m."],
    dayPeriod: "a.m./p.m.",
    narrowHalves: ["am", "pm"],
    narrowPeriods: ["mor", "aft", "eve", "night"],
    dateStyles: { short: "y-MM-dd" },
    rangeDash: "–",
    available: `
Ed E d;MEd E, MM-dd;MMdd MM-dd;Md MM-dd;yM y-MM;yMEd E, y-MM-dd;yMd y-MM-dd`,
    metazone({ long, kind, short }) {
      if (long === "Newfoundland") return { long, kind, short: "N" };
      if (long === "St. Pierre & Miquelon") return { long: "Saint-Pierre-et-Miquelon", kind, short: "PM" };
      return { long: long.replace("&", "and"), kind, short };
    },
  },
};

/** How dates are written in a region, and its names of metazones. */
const dateRegion = (region) => REGIONS[region];

module.exports = { dateRegion };
