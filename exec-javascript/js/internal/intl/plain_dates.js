// Dates and times as `toLocaleString()` and its kin have them without any wishes: in English, in UTC.
const { civil } = require("internal/intl/days");

const two = (number) => (number < 10 ? "0" : "") + number;

/** The day of a time value; nothing for years before the first. */
function plainDate(time) {
  const { year, month, day } = civil(Math.floor(time / 86_400_000));
  return year > 0 ? month + 1 + "/" + day + "/" + year : undefined;
}

/** The time of day of a time value. */
function plainTime(time) {
  const second = Math.floor(time / 1000);
  const ofDay = second - Math.floor(second / 86_400) * 86_400;
  const hour = Math.floor(ofDay / 3600);
  return (hour % 12 || 12) + ":" + two(Math.floor(ofDay / 60) % 60) + ":" + two(ofDay % 60) + (hour < 12 ? " AM" : " PM");
}

module.exports = { plainDate, plainTime };
