// Names of currencies and units in English, as they are in the United States: CLDR 48. What is different elsewhere is in
// `number_regions.js`.

/** A currency's symbol, where it is not its code, and behind `/` the narrow one, where that differs. */
const SYMBOLS = `
  AFN/؋ AMD/֏ AOA/Kz ARS/$ AUDA$/$ AZN/₼ BAM/KM BBD/$ BDT/৳ BMD/$ BND/$ BOB/Bs BRLR$ BSD/$ BWP/P BZD/$ CADCA$/$
  CLP/$ CNYCN¥/¥ COP/$ CRC/₡ CUC/$ CUP/$ CZK/Kč DKK/kr DOP/$ EGP/E£ EUR€ FJD/$ FKP/£ GBP£ GEL/₾ GHS/GH₵ GIP/£
  GNF/FG GTQ/Q GYD/$ HKDHK$/$ HNL/L HRK/kn HUF/Ft IDR/Rp ILS₪ INR₹ ISK/kr JMD/$ JPY¥ KGS/⃀ KHR/៛ KMF/CF KPW/₩ KRW₩
  KYD/$ KZT/₸ LAK/₭ LBP/L£ LKR/Rs LRD/$ MGA/Ar MMK/K MNT/₮ MUR/Rs MXNMX$/$ MYR/RM NAD/$ NGN/₦ NIO/C$ NOK/kr NPR/Rs
  NZDNZ$/$ PHP₱ PKR/Rs PLN/zł PYG/₲ RON/lei RUB/₽ RWF/RF SBD/$ SEK/kr SGD/$ SHP/£ SRD/$ SSP/£ STN/Db SYP/£ THB/฿
  TOP/T$ TRY/₺ TTD/$ TWDNT$/$ UAH/₴ USD$ UYU/$ VND₫ XAFFCFA XCDEC$/$ XCGCg. XOFF CFA XPFCFPF ZAR/R ZMW/ZK
`;

/** Names for one; for several there is an s at the end, the same behind `!`, or what stands behind `|`. */
const NAMES = `
  AEDUAE dirham; AFNAfghan Afghani; ALLAlbanian lek|Albanian lekë; AMDArmenian dram;
  ANGNetherlands Antillean guilder; AOAAngolan kwanza; ARSArgentine peso; AUDAustralian dollar; AWGAruban florin!;
  AZNAzerbaijani manat; BAMBosnia-Herzegovina convertible mark; BBDBarbadian dollar; BDTBangladeshi taka;
  BGNBulgarian lev|Bulgarian leva; BHDBahraini dinar; BIFBurundian franc; BMDBermudan dollar; BNDBrunei dollar;
  BOBBolivian boliviano; BRLBrazilian real; BSDBahamian dollar; BTNBhutanese ngultrum; BWPBotswanan pula;
  BYNBelarusian ruble; BZDBelize dollar; CADCanadian dollar; CDFCongolese franc; CHFSwiss franc; CLPChilean peso;
  CNYChinese yuan!; COPColombian peso; CRCCosta Rican colón; CUCCuban convertible peso; CUPCuban peso;
  CVECape Verdean escudo; CZKCzech koruna; DJFDjiboutian franc; DKKDanish krone|Danish kroner; DOPDominican peso;
  DZDAlgerian dinar; EGPEgyptian pound; ERNEritrean nakfa; ETBEthiopian birr; EUReuro; FJDFijian dollar;
  FKPFalkland Islands pound; GBPBritish pound; GELGeorgian lari; GHSGhanaian cedi; GIPGibraltar pound;
  GMDGambian dalasi; GNFGuinean franc; GTQGuatemalan quetzal; GYDGuyanaese dollar; HKDHong Kong dollar;
  HNLHonduran lempira; HRKCroatian kuna; HTGHaitian gourde; HUFHungarian forint; IDRIndonesian rupiah;
  ILSIsraeli new shekel; INRIndian rupee; IQDIraqi dinar; IRRIranian rial; ISKIcelandic króna|Icelandic krónur;
  JMDJamaican dollar; JODJordanian dinar; JPYJapanese yen!; KESKenyan shilling; KGSKyrgyz som; KHRCambodian riel;
  KMFComorian franc; KPWNorth Korean won!; KRWSouth Korean won!; KWDKuwaiti dinar; KYDCayman Islands dollar;
  KZTKazakhstani tenge; LAKLaotian kip; LBPLebanese pound; LKRSri Lankan rupee; LRDLiberian dollar;
  LSLLesotho loti; LYDLibyan dinar; MADMoroccan dirham; MDLMoldovan leu|Moldovan lei;
  MGAMalagasy ariary|Malagasy ariaries; MKDMacedonian denar|Macedonian denari; MMKMyanmar kyat;
  MNTMongolian tugrik; MOPMacanese pataca; MRUMauritanian ouguiya; MURMauritian rupee; MVRMaldivian rufiyaa;
  MWKMalawian kwacha; MXNMexican peso; MYRMalaysian ringgit; MZNMozambican metical; NADNamibian dollar;
  NGNNigerian naira; NIONicaraguan córdoba; NOKNorwegian krone|Norwegian kroner; NPRNepalese rupee;
  NZDNew Zealand dollar; OMROmani rial; PABPanamanian balboa; PENPeruvian sol|Peruvian soles;
  PGKPapua New Guinean kina!; PHPPhilippine peso; PKRPakistani rupee; PLNPolish zloty; PYGParaguayan guarani;
  QARQatari riyal; RONRomanian leu|Romanian lei; RSDSerbian dinar; RUBRussian ruble; RWFRwandan franc;
  SARSaudi riyal; SBDSolomon Islands dollar; SCRSeychellois rupee; SDGSudanese pound;
  SEKSwedish krona|Swedish kronor; SGDSingapore dollar; SHPSt. Helena pound; SLESierra Leonean leone;
  SLLSierra Leonean leone (1964—2022)|Sierra Leonean leones (1964—2022); SOSSomali shilling; SRDSurinamese dollar;
  SSPSouth Sudanese pound; STNSão Tomé & Príncipe dobra; SVCSalvadoran colón|Salvadoran colones; SYPSyrian pound;
  SZLSwazi lilangeni|Swazi emalangeni; THBThai baht!; TJSTajikistani somoni; TMTTurkmenistani manat!;
  TNDTunisian dinar; TOPTongan paʻanga!; TRYTurkish lira|Turkish Lira; TTDTrinidad & Tobago dollar;
  TWDNew Taiwan dollar; TZSTanzanian shilling; UAHUkrainian hryvnia; UGXUgandan shilling; USDUS dollar;
  UYUUruguayan peso; UZSUzbekistani som!; VESVenezuelan bolívar; VNDVietnamese dong!; VUVVanuatu vatu;
  WSTSamoan tala!; XAFCentral African CFA franc; XCDEast Caribbean dollar; XCGCaribbean guilder;
  XDRspecial drawing rights!; XOFWest African CFA franc; XPFCFP franc; XSUSucre; YERYemeni rial;
  ZARSouth African rand!; ZMWZambian kwacha; ZWGZimbabwean gold!;
  ZWLZimbabwean dollar (2009–2024)|Zimbabwean dollars (2009–2024)
`;

/** How many digits of a currency stand behind the point, where it is not two. */
const DIGITS = `
  AFN0 ALL0 BHD3 BIF0 CLP0 COP0 DJF0 GNF0 HUF0 IDR0 IQD0 IRR0 ISK0 JOD3 JPY0 KMF0 KPW0 KRW0 KWD3 LAK0 LBP0 LYD3
  MGA0 MMK0 OMR3 PKR0 PYG0 RWF0 SLL0 SOS0 SYP0 TND3 UGX0 VND0 VUV0 XAF0 XOF0 XPF0 YER0
`;

/**
 * Units: name; then what follows a number, long, short and narrow; and what follows another unit that is counted per this
 * one, long, short and narrow. Behind `|` is the form for several, or the s that makes it. What is empty follows from the rest.
 */
const UNITS = `
  acre;; ac;ac
  bit;; bit;bit
  byte;; byte;B
  celsius; degree Celsius| degrees Celsius;°C;°C
  centimeter;; cm;cm
  day;; day|s;d;;/d
  degree;; deg;°
  fahrenheit; degree Fahrenheit| degrees Fahrenheit;°F;°
  fluid-ounce;; fl oz;fl oz
  foot; foot| feet; ft;′;;;/ft
  gallon;; gal;gal;;/gal US
  gigabit;; Gb;Gb
  gigabyte;; GB;GB
  gram;; g;g
  hectare;; ha;ha
  hour;; hr;h;;/h
  inch; inch| inches; in;″;;;/in
  kilobit;; kb;kb
  kilobyte;; kB;kB
  kilogram;; kg;kg
  kilometer;; km;km
  liter;; L;L
  megabit;; Mb;Mb
  megabyte;; MB;MB
  meter;; m;m
  microsecond;; μs;μs
  mile;; mi;mi
  mile-scandinavian; mile-scandinavian| miles-scandinavian; smi;smi
  milliliter;; mL;mL
  millimeter;; mm;mm
  millisecond;; ms;ms
  minute;; min;m;;;/min
  month;; mth|s;m;;/m
  nanosecond;; ns;ns
  ounce;; oz;oz
  percent; percent;%;%
  petabyte;; PB;PB
  pound;; lb;#;;;/lb
  second;; sec;s;;/s
  stone;; st;st
  terabit;; Tb;Tb
  terabyte;; TB;TB
  week;; wk|s;w;;/w
  yard;; yd;yd
  year;; yr|s;y;;/y
`;

const words = (text) => text.trim().split(/[ \n]+/);
const once = (make) => {
  let made;
  return () => made ??= make();
};

const several = (form) => {
  const [one, other] = form.split("|");
  return [one, other === undefined ? one : other === "s" ? `${one}s` : other];
};

const readSymbols = (text) => words(text).map((word) => {
  const code = word.slice(0, 3);
  const [symbol, narrow] = word.slice(3).split("/");
  const wide = symbol === "" ? code : symbol;
  return [code, { symbol: wide, narrowSymbol: narrow ?? wide }];
});

const readNames = (text) => text.trim().split(/;\s+/).map((entry) => {
  const [one, other] = entry.slice(3).split("|");
  if (one.endsWith("!")) return [entry.slice(0, 3), [one.slice(0, -1), one.slice(0, -1)]];
  return [entry.slice(0, 3), [one, other ?? `${one}s`]];
});

const digits = once(() => new Map(words(DIGITS).map((word) => [word.slice(0, 3), Number(word[3])])));

const readUnits = (text) => text.trim().split("\n").map((line) => {
  const [name, long, short, narrow, ...per] = line.trimStart().split(";");
  const shown = [long || ` ${name.replace("-", " ")}|s`, short, narrow].map(several);
  const unit = {
    long: shown[0],
    short: shown[1],
    narrow: shown[2],
    perLong: per[0] || ` per${shown[0][0]}`,
    perShort: per[1] || `/${shown[1][0].trim()}`,
    perNarrow: per[2] || `/${shown[2][0].trim()}`,
  };
  return [name, unit];
});

const symbols = once(() => new Map(readSymbols(SYMBOLS)));
const names = once(() => new Map(readNames(NAMES)));
const units = once(() => new Map(readUnits(UNITS)));

/** Each region's tables with its own entries in place of the others. */
const tables = new Map();

/** What is said in a region. */
function tablesFor(region) {
  if (region === undefined) return { symbols, names, units };
  let own = tables.get(region);
  if (own === undefined) {
    const texts = require("internal/intl/number_regions").numberRegion(region);
    own = {
      symbols: once(() => new Map([...symbols(), ...readSymbols(texts.symbols)])),
      names: once(() => new Map([...names(), ...readNames(texts.names)])),
      units: once(() => new Map([...units(), ...readUnits(texts.units)])),
    };
    tables.set(region, own);
  }
  return own;
}

/** All currencies that have a name. */
const currencies = () => [...names().keys()];

/** A currency as `display` has it: its code where it has no symbol. */
const currencySymbol = (code, display, region) => tablesFor(region).symbols().get(code)?.[display] ?? code;

/** A currency's name: for one, and for several. */
const currencyNames = (code, region) => tablesFor(region).names().get(code) ?? [code, code];

const currencyDigits = (code) => digits().get(code) ?? 2;

const unitNames = () => [...units().keys()];

/** Whether `unit` is one that numbers may be of: a simple one, or one per another. */
function isUnit(unit) {
  if (units().has(unit)) return true;
  const at = unit.indexOf("-per-");
  return at > 0 && units().has(unit.slice(0, at)) && units().has(unit.slice(at + 5));
}

/** What follows one, and several, of `unit`. */
function unitSuffixes(unit, display, region) {
  const table = tablesFor(region).units();
  const known = table.get(unit);
  if (known !== undefined) return known[display];
  const [above, below] = unit.split("-per-");
  if (display !== "long") {
    const space = display === "short" ? " " : "";
    if (unit === "mile-per-gallon") return [`${space}mpg`, `${space}mpg`];
    if (unit === "mile-per-hour") return [`${space}mph`, `${space}mph`];
    // So has ICU it.
    if (above === "percent") return ["%", "%"];
  }
  const per = table.get(below)[`per${display[0].toUpperCase()}${display.slice(1)}`];
  return table.get(above)[display].map((suffix) => suffix + per);
}

module.exports = { currencies, currencyDigits, currencyNames, currencySymbol, isUnit, unitNames, unitSuffixes };
