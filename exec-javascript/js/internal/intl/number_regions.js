// Currencies and units in Britain and Canada, where they are not as in the United States: CLDR 48. The tables are written as
// those in `number_data.js` are, and stand before them.
const REGIONS = {
  __proto__: null,
  GB: {
    symbols: "JPYJP¥/¥ USDUS$/$",
    names: `
      AFNAfghan afghani; BMDBermudian dollar; BYNBelarusian rouble; ETBEthiopian birr!; LSLLesotho loti|Lesotho maloti;
      MGAMalagasy ariary!; MVRMaldivian rufiyaa!; RUBRussian rouble; SHPSt Helena pound; VUVVanuatu vatu!
    `,
    units: `
      centimeter; centimetre|s; cm;cm
      fahrenheit; degree Fahrenheit| degrees Fahrenheit;°F;°F
      fluid-ounce; US fluid ounce|s; US fl oz;US fl oz
      gallon; US gallon|s; US gal;USgal
      hour;; hr|s;h;;/h
      kilometer; kilometre|s; km;km
      liter; litre|s; l;l
      meter; metre|s; m;m
      mile-per-gallon; mile per US gallon| miles per US gallon; mpg US;mpgUS
      mile-scandinavian; Scandinavian mile|s; smi;smi
      milliliter; millilitre|s; ml;ml
      millimeter; millimetre|s; mm;mm
      minute;; min|s;m;;;/min
      percent; per cent;%;%
      pound;; lb;lb
      second;; sec|s;s;;/s
      stone; stone; st;st
    `,
    compact: { 3: "k", 6: "m", 9: "bn", 12: "tn" },
  },
  CA: {
    symbols: "CAD$ JPYJP¥/¥ USDUS$/$ XCGCg",
    names: `
      AFNAfghan afghani; BMDBermudian dollar; SHPSaint Helena pound; STNSão Tomé and Príncipe dobra;
      TTDTrinidad and Tobago dollar
    `,
    units: `
      bit;; bit|s;bit|s
      byte;; byte|s;B
      celsius; degree Celsius| degrees Celsius; °C;°
      centimeter; centimetre|s; cm;cm
      fahrenheit; degree Fahrenheit| degrees Fahrenheit; °F;°F
      fluid-ounce; US fluid ounce|s; US fl oz;US fl oz
      gallon; US gallon|s; US gal;USgal
      hour;; hr|s;h;;;/hr
      kilometer; kilometre|s; km;km
      kilometer-per-hour; kilometre per hour| kilometres per hour; km/h;km/h
      liter; litre|s; L;L
      meter; metre|s; m;m
      meter-per-second; metre per second| metres per second; m/s;m/s
      microsecond;; μsec|s;μs
      mile-per-gallon; mile per US gallon| miles per US gallon; mpg US;mpgUS
      mile-scandinavian; Scandinavian mile|s; smi;smi
      milliliter; millilitre|s; mL;mL
      millimeter; millimetre|s; mm;mm
      millisecond;; millisec|s;ms
      minute;; min|s;min
      month;; mo|s;m;;;/mo
      nanosecond;; nanosec|s;ns
      pound;; lb;lb
      second;; sec|s;s;;;/sec
      stone; stone; st;st
      week;; wk|s;w;;;/wk
      year;; yr|s;y;;;/yr
    `,
  },
};

/** The tables of a region, and its words of compact notation. */
const numberRegion = (region) => REGIONS[region];

module.exports = { numberRegion };
