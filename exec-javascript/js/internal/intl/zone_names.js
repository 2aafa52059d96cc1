// Names of time zones in English, and which of their names is the one to show: CLDR 48.

/** What a metazone is called: its name stands before Time; with + it has Standard and Summer Time, with * Standard and Daylight Time. */
const METAZONES = `
  Acre+; Afghanistan; Central Africa; East Africa; South Africa Standard; West Africa; Alaska*/AK; Almaty+;
  Amazon+; Central*/C; Eastern*/E; Mountain*/M; Pacific*/P; Anadyr+; Samoa*; Aqtau+; Aqtobe+; Arabian*; Argentina+;
  Western Argentina+; Armenia+; Atlantic*/A; Australian Central*; Australian Central Western*; Australian Eastern*;
  Australian Western*; Azerbaijan+; Azores+; Bangladesh+; Bhutan; Bolivia; Brasilia+; Brunei; Cape Verde+; Casey;
  Chamorro Standard; Chatham*; Chile+; China*; Christmas Island; Cocos Islands; Colombia+; Cook Islands+; Cuba*;
  Davis; Dumont d’Urville; Timor-Leste; Easter Island+; Ecuador; Central European+; Eastern European+;
  Further-eastern European; Western European+; Falkland Islands+; Fiji+; French Guiana;
  French Southern & Antarctic; Greenwich Mean/GMT; Galapagos; Gambier; Georgia+; Gilbert Islands; Greenland+;
  East Greenland+; West Greenland+; Guam Standard; Gulf Standard; Guyana; Hawaii-Aleutian Standard/HST;
  Hawaii-Aleutian*/HA; Hong Kong+; Khovd+; India Standard; Indian Ocean; Indochina; Central Indonesia;
  Eastern Indonesia; Western Indonesia; Iran*; Irkutsk+; Israel*; Japan*; Kamchatka+; Kazakhstan; East Kazakhstan;
  West Kazakhstan; Korean*; Kosrae; Krasnoyarsk+; Kyrgyzstan; Lanka; Line Islands; Lord Howe*; Macao+; Magadan+;
  Malaysia; Maldives; Marquesas; Marshall Islands; Mauritius+; Mawson; Mexican Pacific*; Ulaanbaatar+; Moscow+;
  Myanmar; Nauru; Nepal; New Caledonia+; New Zealand*; Newfoundland*; Niue; Norfolk Island*; Fernando de Noronha+;
  Northern Mariana Islands; Novosibirsk+; Omsk+; Pakistan+; Palau; Papua New Guinea; Paraguay+; Peru+; Philippine+;
  Phoenix Islands; St. Pierre & Miquelon*; Pitcairn; Pohnpei; North Korea; Kyzylorda+; Réunion; Rothera; Sakhalin+;
  Samara+; American Samoa*; Seychelles; Singapore Standard; Solomon Islands; South Georgia; Suriname; Syowa;
  Tahiti; Taiwan*; Tajikistan; Tokelau; Tonga+; Chuuk; Türkiye+; Turkmenistan+; Tuvalu; Uruguay+; Uzbekistan+;
  Vanuatu+; Venezuela; Vladivostok+; Volgograd+; Vostok; Wake Island; Wallis & Futuna; Yakutsk+; Yekaterinburg+;
  Yukon
`;

/**
 * The zones whose name is shown, by the metazone that they are in today: its number, then the zones. A name without a folder
 * has that of the one before it; `/` alone stands before names that have none. `-` is for zones in none.
 */
const ZONES = `
  - Africa/Casablanca El_Aaiun America/Coyhaique Punta_Arenas Antarctica/Palmer Asia/Amman Damascus Urumqi
  Etc/GMT+1 GMT+10 GMT+11 GMT+12 GMT+2 GMT+3 GMT+4 GMT+5 GMT+6 GMT+7 GMT+8 GMT+9 GMT-1 GMT-10 GMT-11 GMT-12 GMT-13
  GMT-14 GMT-2 GMT-3 GMT-4 GMT-5 GMT-6 GMT-7 GMT-8 GMT-9 Pacific/Bougainville /UTC
  0 America/Eirunepe Rio_Branco
  1 Asia/Kabul
  2 Africa/Blantyre Bujumbura Gaborone Harare Juba Khartoum Kigali Lubumbashi Lusaka Maputo Windhoek
  3 Africa/Addis_Ababa Asmera Dar_es_Salaam Djibouti Kampala Mogadishu Nairobi Indian/Antananarivo Comoro Mayotte
  4 Africa/Johannesburg Maseru Mbabane
  5 Africa/Bangui Brazzaville Douala Kinshasa Lagos Libreville Luanda Malabo Ndjamena Niamey Porto-Novo
  6 America/Anchorage Juneau Metlakatla Nome Sitka Yakutat
  8 America/Boa_Vista Campo_Grande Cuiaba Manaus Porto_Velho
  9 America/Bahia_Banderas Belize Chicago Chihuahua Costa_Rica El_Salvador Guatemala America/Indiana/Knox
  Tell_City America/Managua Matamoros Menominee Merida Mexico_City Monterrey America/North_Dakota/Beulah Center
  New_Salem America/Ojinaga Rankin_Inlet Regina Resolute Swift_Current Tegucigalpa Winnipeg
  a America/Cancun Cayman Coral_Harbour Detroit Grand_Turk America/Indiana/Marengo Petersburg Vevay Vincennes
  Winamac America/Indianapolis Iqaluit Jamaica America/Kentucky/Monticello America/Louisville Nassau New_York
  Panama Port-au-Prince Toronto
  b America/Boise Cambridge_Bay Ciudad_Juarez Creston Dawson_Creek Denver Edmonton Fort_Nelson Inuvik Phoenix
  c America/Los_Angeles Tijuana Vancouver
  e Pacific/Apia
  h Asia/Aden Baghdad Bahrain Kuwait Qatar Riyadh
  i America/Argentina/La_Rioja Rio_Gallegos Salta San_Juan San_Luis Tucuman Ushuaia America/Buenos_Aires Catamarca
  Cordoba Jujuy Mendoza
  k Asia/Yerevan
  l America/Anguilla Antigua Aruba Barbados Blanc-Sablon Curacao Dominica Glace_Bay Goose_Bay Grenada Guadeloupe
  Halifax Kralendijk Lower_Princes Marigot Martinique Moncton Montserrat Port_of_Spain Puerto_Rico Santo_Domingo
  St_Barthelemy St_Kitts St_Lucia St_Thomas St_Vincent Thule Tortola Atlantic/Bermuda
  m Australia/Adelaide Broken_Hill Darwin
  n Australia/Eucla
  o Antarctica/Macquarie Australia/Brisbane Hobart Lindeman Melbourne Sydney
  p Antarctica/Casey Australia/Perth
  q Asia/Baku
  r Atlantic/Azores
  s Asia/Dhaka
  t Asia/Thimphu
  u America/La_Paz
  v America/Araguaina Bahia Belem Fortaleza Maceio Recife Santarem Sao_Paulo
  w Asia/Brunei
  x Atlantic/Cape_Verde
  z Pacific/Guam Saipan
  10 Pacific/Chatham
  11 America/Santiago
  12 Asia/Macau Shanghai
  13 Indian/Christmas
  14 Indian/Cocos
  15 America/Bogota
  16 Pacific/Rarotonga
  17 America/Havana
  18 Antarctica/Davis
  19 Antarctica/DumontDUrville
  1a Asia/Dili
  1b Pacific/Easter
  1c America/Guayaquil
  1d Africa/Algiers Ceuta Tunis Arctic/Longyearbyen Europe/Amsterdam Andorra Belgrade Berlin Bratislava Brussels
  Budapest Busingen Copenhagen Gibraltar Ljubljana Luxembourg Madrid Malta Monaco Oslo Paris Podgorica Prague Rome
  San_Marino Sarajevo Skopje Stockholm Tirane Vaduz Vatican Vienna Warsaw Zagreb Zurich
  1e Africa/Cairo Tripoli Asia/Beirut Famagusta Gaza Hebron Nicosia Europe/Athens Bucharest Chisinau Helsinki
  Kaliningrad Kiev Mariehamn Riga Sofia Tallinn Vilnius
  1g Atlantic/Canary Faeroe Madeira Europe/Lisbon
  1h Atlantic/Stanley
  1i Pacific/Fiji
  1j America/Cayenne
  1k Indian/Kerguelen
  1l Africa/Abidjan Accra Bamako Banjul Bissau Conakry Dakar Freetown Lome Monrovia Nouakchott Ouagadougou
  Sao_Tome America/Danmarkshavn Antarctica/Troll Atlantic/Reykjavik St_Helena Europe/Dublin Guernsey Isle_of_Man
  Jersey London
  1m Pacific/Galapagos
  1n Pacific/Gambier
  1o Asia/Tbilisi
  1p Pacific/Tarawa
  1q America/Godthab Scoresbysund
  1u Asia/Dubai Muscat
  1v America/Guyana
  1w Pacific/Honolulu
  1x America/Adak
  1y Asia/Hong_Kong
  1z Asia/Hovd
  20 Asia/Calcutta Colombo
  21 Indian/Chagos
  22 Asia/Bangkok Phnom_Penh Saigon Vientiane
  23 Asia/Makassar
  24 Asia/Jayapura
  25 Asia/Jakarta Pontianak
  26 Asia/Tehran
  27 Asia/Irkutsk
  28 Asia/Jerusalem
  29 Asia/Tokyo
  2a Asia/Anadyr Kamchatka
  2b Asia/Almaty Aqtau Aqtobe Atyrau Oral Qostanay Qyzylorda
  2e Asia/Pyongyang Seoul
  2f Pacific/Kosrae
  2g Asia/Barnaul Krasnoyarsk Novokuznetsk Novosibirsk Tomsk
  2h Asia/Bishkek
  2j Pacific/Kiritimati
  2k Australia/Lord_Howe
  2m Asia/Magadan Sakhalin Srednekolymsk
  2n Asia/Kuala_Lumpur Kuching
  2o Indian/Maldives
  2p Pacific/Marquesas
  2q Pacific/Kwajalein Majuro
  2r Indian/Mauritius
  2s Antarctica/Mawson
  2t America/Hermosillo Mazatlan
  2u Asia/Ulaanbaatar
  2v Europe/Kirov Minsk Moscow Simferopol Volgograd
  2w Asia/Rangoon
  2x Pacific/Nauru
  2y Asia/Katmandu
  2z Pacific/Noumea
  30 Antarctica/McMurdo Pacific/Auckland
  31 America/St_Johns
  32 Pacific/Niue
  33 Pacific/Norfolk
  34 America/Noronha
  37 Asia/Omsk
  38 Asia/Karachi
  39 Pacific/Palau
  3a Pacific/Port_Moresby
  3b America/Asuncion
  3c America/Lima
  3d Asia/Manila
  3e Pacific/Enderbury
  3f America/Miquelon
  3g Pacific/Pitcairn
  3h Pacific/Ponape
  3k Indian/Reunion
  3l Antarctica/Rothera
  3n Europe/Astrakhan Samara Saratov Ulyanovsk
  3o Pacific/Midway Pago_Pago
  3p Indian/Mahe
  3q Asia/Singapore
  3r Pacific/Guadalcanal
  3s Atlantic/South_Georgia
  3t America/Paramaribo
  3u Antarctica/Syowa
  3v Pacific/Tahiti
  3w Asia/Taipei
  3x Asia/Dushanbe
  3y Pacific/Fakaofo
  3z Pacific/Tongatapu
  40 Pacific/Truk
  41 Europe/Istanbul
  42 Asia/Ashgabat
  43 Pacific/Funafuti
  44 America/Montevideo
  45 Asia/Samarkand Tashkent
  46 Pacific/Efate
  47 America/Caracas
  48 Asia/Ust-Nera Vladivostok
  4a Antarctica/Vostok
  4b Pacific/Wake
  4c Pacific/Wallis
  4d Asia/Chita Khandyga Yakutsk
  4e Asia/Yekaterinburg
  4f America/Dawson Whitehorse
`;

/** Zones that were in other metazones: each with the minute, counted from 1970, that it was in it until. */
const PAST = `
  Africa/Algiers 1g:2fymc 1d:32nac 1g:3jps0 1d
  Africa/Bissau -:1kcxo 1l
  Africa/Casablanca 1g:4g4g0 1d:50dac 1g:fadfc -
  Africa/Ceuta 1g:4g4g0 1d
  Africa/El_Aaiun -:1yu1o 1g:fadfc -
  Africa/Juba 2:9emgo 3:fzw30 2
  Africa/Khartoum 2:9emgo 3:ez830 2
  Africa/Monrovia -:mpt9 1l
  Africa/Sao_Tome 1l:f141o 5:fcdlo 1l
  Africa/Tripoli 1e:3r9wo 1d:6d9ac 1e:8dico 1d:8owco 1e:df5c0 1d:dpx40 1e
  Africa/Windhoek 4:6bwco 2:7kzoo 5:eyz8o 2
  America/Adak -:4bvo0 -:4cu0o 1x
  America/Anchorage -:4bvmc -:4ctz0 6
  America/Argentina/La_Rioja i:6mjvc j:6omeo i:aryt0 j:asjyo i
  America/Argentina/Rio_Gallegos i:aryt0 j:asjyo i
  America/Argentina/Salta i:6mm3c -:6tquo i
  America/Argentina/San_Juan i:6mjvc j:6omeo i:arxp0 j:atmuo i
  America/Argentina/San_Luis i:6borc j:6pe6o i:9bel0 j:9g3h0 i:arxp0 j:atmuo i:bwzfc j:cgeeo i
  America/Argentina/Tucuman i:6mm3c -:6tquo i:aryt0 j:asc6o i
  America/Argentina/Ushuaia i:arwl0 -:asjyo i
  America/Bahia_Banderas b:clt30 9
  America/Cambridge_Bay b:9c9xc 9:9nibo a:9nq0c 9:9s9j0 b
  America/Cancun 9:3r3pc a:42n4c 9:8pl7o a:8y8a0 9:e491c a
  America/Catamarca i:6mm3c -:6tquo i:aryt0 j:asjyo i
  America/Chihuahua 9:8uk70 2t:gjj9c 9
  America/Ciudad_Juarez 9:8uk70 2t:gjj9c 9:gkhm0 b
  America/Cordoba i:6mm3c -:6tquo i
  America/Coyhaique 11:hafx0 -
  America/Danmarkshavn 1s:85390 1l
  America/Dawson -:173j0 c:fx2bo 4f
  America/Dawson_Creek c:u0f0 b
  America/Eirunepe 0:c1rsc 8:dqf2o 0
  America/Fort_Nelson c:e5c0o b
  America/Godthab 1s:gzcxo 1q
  America/Goose_Bay l:5pryp -:5w97d l
  America/Grand_Turk a:e5bvo l:f38zo a
  America/Indiana/Knox 9:6tyro a:bcnfo 9
  America/Indiana/Marengo a:1997o 9:1ibvo a
  America/Indiana/Petersburg 9:2g8zo a:bcnfo 9:bukzo a
  America/Indiana/Tell_City a:bcnfo 9
  America/Indiana/Vincennes a:bcnfo 9:bukzo a
  America/Indiana/Winamac a:bcnfo 9:bn8lc a
  America/Inuvik c:2x3so b
  America/Iqaluit a:9c9u0 9:9nibo a
  America/Jujuy i:6bdnc -:6tbao i
  America/Juneau c:38c8o -:3dygo c:4bvj0 -:4ctz0 6
  America/Kentucky/Monticello 9:9nibo a
  America/Louisville a:1997o 9:1ibvo a
  America/Managua 9:11je0 a:1ls8c 9:6w08o a:748oc 9:77aq0 a:8ge0c 9
  America/Mendoza i:6bdnc -:74zao i:arot0 -:avkuo i
  America/Menominee a:11h7o 9
  America/Merida 9:3r3pc a:40p7o 9
  America/Metlakatla c:ecogo 6:falko c:fcz4o 6
  America/Miquelon l:38geo 3f
  America/Nome -:4bvo0 -:4ctz0 6
  America/North_Dakota/Beulah b:csi5c 9
  America/North_Dakota/Center b:7579c 9
  America/North_Dakota/New_Salem b:al7pc 9
  America/Ojinaga 9:8uk70 b:gjj9c 9
  America/Paramaribo -:1ubxu 3t
  America/Punta_Arenas 11:eozac -
  America/Rankin_Inlet 9:9nibo a:9s9hc 9
  America/Resolute 9:9nibo a:9s9hc 9:bj4ro a:bn8lc 9
  America/Rio_Branco 0:c1rsc 8:dqf2o 0
  America/Santarem 8:c1rqo v
  America/Santo_Domingo -:1ibsc l:9nia0 a:9ol60 l
  America/Scoresbysund -:3ip7c 1r:gziho 1q
  America/Sitka c:4bvj0 -:4ctz0 6
  America/Swift_Current b:q8v0 9
  America/Whitehorse c:fx2bo 4f
  America/Yakutat -:4ctz0 6
  Antarctica/Casey p:cglq0 y:ckux0 p:d3fy0 y:d71wc p:enn6o y:f38cc p:f9ptc y:feoio p:fkvzo y:fpp6o p:fw6ip y:g159o p:g7eyp y:gcdpo p:ginep y:gniyo p
  Antarctica/Palmer i:3uzh0 11:eozh0 -
  Asia/Almaty 7:awndc 2c:gyku0 2b
  Asia/Amman 1e:gjgko -
  Asia/Anadyr d:clkfc 2m:cwsx0 2a
  Asia/Aqtau -:6vhro f:awngo 2d:gyku0 2b
  Asia/Aqtobe -:6vhro g:awnf0 2d:gyku0 2b
  Asia/Ashgabat -:6wjoo 42
  Asia/Atyrau -:awngo 2d:gyku0 2b
  Asia/Bahrain 1u:r7tc h
  Asia/Baku -:6nh0o q
  Asia/Barnaul -:eh75c 2g
  Asia/Bishkek -:6ngxc 2h
  Asia/Chita 4d:e17eo -:e17gc 27:eh720 4d
  Asia/Colombo 20:89jyu 2i:bd1au 20
  Asia/Damascus 1e:gjgj0 -
  Asia/Dhaka -:dum0 s
  Asia/Dili 1a:1zep0 23:9m6yo 1a
  Asia/Dushanbe -:6sgz0 3x
  Asia/Famagusta 1e:emaj0 -:ez4xo 1e
  Asia/Gaza 28:8530o 1e
  Asia/Hebron 28:8530o 1e
  Asia/Karachi -:duno 38
  Asia/Khandyga 4d:an9d0 48:d21po 4d
  Asia/Kuala_Lumpur -:3r9mo 2n
  Asia/Kuching -:3r9mo 2n
  Asia/Macau 2l:9dsqo 12
  Asia/Novokuznetsk 2g:clkno 36:e17jo 2g
  Asia/Novosibirsk 36:ekvdc 2g
  Asia/Oral -:6vhtc -:awngo 2d:gyku0 2b
  Asia/Pontianak 23:5mw2o 25
  Asia/Pyongyang 2e:ea8x0 3i:f4xd0 2e
  Asia/Qatar 1u:r7tc h
  Asia/Qostanay -:awnf0 2c:gyku0 2b
  Asia/Qyzylorda -:6vhro 3j:awnf0 2c:fc120 2d:gyku0 2b
  Asia/Saigon -:1pdmo 22
  Asia/Sakhalin 3m:e17d0 2m:eh6yo -:ei5eo 2m
  Asia/Samarkand -:3ofi0 -:3u1q0 -:6s7y0 45
  Asia/Srednekolymsk 2m:e17bc -:ei22o 2m
  Asia/Tashkent -:6ngxc 45
  Asia/Tbilisi -:6nh0o 1o
  Asia/Thimphu 20:5k1yu t
  Asia/Tomsk -:ej55c 2g
  Asia/Ust-Nera 4d:3is10 2m:d21o0 48
  Asia/Yekaterinburg -:6wjoo 4e
  Asia/Yerevan -:6nh0o k
  Atlantic/Azores r:774zc 1g:7cg1o r
  Australia/Lord_Howe o:3htjc 2k
  Europe/Astrakhan -:6ypgo 2v:eh7ac 3n
  Europe/Chisinau 2v:6dbgo 1e
  Europe/Dublin -:kmbc 1l
  Europe/Guernsey -:kmbc 1l
  Europe/Isle_of_Man -:kmbc 1l
  Europe/Istanbul 1e:2npf0 41:4n7yc 1e:em9f0 41
  Europe/Jersey -:kmbc 1l
  Europe/Kaliningrad 2v:60sec 1e:cwtc0 1f:e17qc 1e
  Europe/Kiev 2v:6f1oo 1e
  Europe/Kirov -:e17oo 2v
  Europe/Lisbon 1d:23xc0 1g:74bto 1d:87v5o 1g
  Europe/London -:kmbc 1l
  Europe/Minsk 2v:6nh2c 1e:cwtc0 1f:e18so 2v
  Europe/Moscow 2v:6nh2c 1e:6wjs0 2v
  Europe/Riga 2v:60sec 1e
  Europe/Samara -:60sco 2v:6nh2c 1e:6t3c0 3n
  Europe/Saratov -:6ypgo 2v:eozac 3n
  Europe/Simferopol 2v:6f1qc 1e:7m970 2v:8j3lo 1e:duqg0 2v
  Europe/Tallinn 2v:60sec 1e
  Europe/Ulyanovsk -:6wjs0 2v:eh7ac 3n
  Europe/Vilnius 2v:60sec 1e:8uc1o 1d:9c9lo 1e
  Europe/Volgograd 49:fys4o 2v
  Pacific/Bougainville 3a:e35eo -
  Pacific/Galapagos 1c:50dkc 1m
  Pacific/Guam 1t:9p6nc z
  Pacific/Kwajalein -:7egs0 2q
  Pacific/Midway -:4bvo0 3o
  Pacific/Pago_Pago -:4bvo0 3o
  Pacific/Saipan 35:9p6nc z
`;

/** Names that are shown as another one than the first of their zone. */
const SHOWN = `
  Africa/Timbuktu>Africa/Bamako Iceland>Atlantic/Reykjavik Africa/Asmara>Africa/Asmera
  America/Virgin>America/St_Thomas America/Atikokan>America/Coral_Harbour Pacific/Chuuk>Pacific/Truk
  Pacific/Yap>Pacific/Truk Antarctica/South_Pole>Antarctica/McMurdo Atlantic/Jan_Mayen>Arctic/Longyearbyen
  Singapore>Asia/Singapore CST6CDT>America/Chicago EST5EDT>America/New_York Etc/GMT-0>UTC Etc/GMT>UTC
  Etc/GMT+0>UTC Etc/GMT0>UTC Etc/Greenwich>UTC GMT>UTC GMT+0>UTC GMT-0>UTC GMT0>UTC Greenwich>UTC
  MST7MDT>America/Denver Pacific/Pohnpei>Pacific/Ponape PST8PDT>America/Los_Angeles
`;

const tokens = (text) => text.trim().split(/\s+/);

/** A metazone's names: `long` before Time, `kind` of its summer's name, `short` before ST and DT, or all of it. */
function metazoneNames(number) {
  const [, long, kind, short] = /^([^+*/]+)([+*]?)(?:\/(\w+))?$/.exec(METAZONES.trim().split(/;\s+/)[number]);
  return { long, kind, short };
}

/** The zones that are shown by their own names, each with the number of the metazone that it is in. */
function shownZones() {
  const zones = new Map();
  let metazone;
  let folder = "";
  for (const token of tokens(ZONES)) {
    if (/^(?:-|[0-9a-z]{1,2})$/.test(token)) {
      metazone = token === "-" ? undefined : parseInt(token, 36);
      folder = "";
      continue;
    }
    const end = token.lastIndexOf("/") + 1;
    if (end > 0) folder = token.slice(0, end);
    zones.set(token[0] === "/" ? token.slice(1) : folder + token.slice(end), metazone);
  }
  return zones;
}

/** A zone's metazones in order, each with the minute that it was in it until. */
function pastMetazones(zone) {
  const line = PAST.split("\n").find((candidate) => candidate.startsWith(`  ${zone} `));
  return line?.trim().split(" ").slice(1).map((entry) => {
    const [number, until] = entry.split(":");
    return { metazone: number === "-" ? undefined : parseInt(number, 36), until: until === undefined ? Infinity : parseInt(until, 36) };
  });
}

const shownAs = () => new Map(tokens(SHOWN).map((pair) => pair.split(">")));

module.exports = { metazoneNames, pastMetazones, shownAs, shownZones };
