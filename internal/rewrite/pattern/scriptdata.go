package pattern

// scriptExtensions says, for each script, which characters of others its
// Script_Extensions have in Unicode 14, as PCRE2 10.42 answers: characters that
// are Common or Inherited stay so.
const scriptExtensions = `Adlam 61F 640
Arabic 60C 61B 61F 640 64B-655 670 FD3E-FD3F 102E0-102FB
Bengali 951-952 964-965 1CD0 1CD2 1CD5-1CD6 1CD8 1CE1 1CEA 1CED 1CF2 1CF5-1CF7 A8F1
Bopomofo 3001-3003 3008-3011 3013-301F 302A-302D 3030 3037 30FB FE45-FE46 FF61-FF65
Buginese A9CF
Buhid 1735-1736
Chakma 9E6-9EF 1040-1049
Coptic 102E0-102FB
Cypriot 10100-10102 10107-10133 10137-1013F
Cypro_Minoan 10100-10101
Cyrillic 485-486 1DF8 2E43
Devanagari 951-952 964-965 1CD0-1CF6 1CF8-1CF9 20F0 A830-A839
Dogra 964-96F A830-A839
Duployan 1BCA0-1BCA3
Georgian 10FB
Glagolitic 484 487 2E43 A66F
Grantha 951-952 964-965 BE6-BF3 1CD0 1CD2-1CD3 1CF2-1CF4 1CF8-1CF9 20F0 1133B 11FD0-11FD1 11FD3
Greek 342 345 1DC0-1DC1
Gujarati 951-952 964-965 A830-A839
Gunjala_Gondi 964-965
Gurmukhi 951-952 964-965 A830-A839
Han 3001-3003 3006 3008-3011 3013-301F 302A-302D 3030 3037 303C-303F 30FB 3190-319F 31C0-31E3 3220-3247 3280-32B0 32C0-32CB 32FF 3358-3370 337B-337F 33E0-33FE A700-A707 FE45-FE46 FF61-FF65 1D360-1D371 1F250-1F251
Hangul 3001-3003 3008-3011 3013-301F 3030 3037 30FB FE45-FE46 FF61-FF65
Hanifi_Rohingya 60C 61B 61F 640 6D4
Hanunoo 1735-1736
Hiragana 3001-3003 3008-3011 3013-301F 3030-3035 3037 303C-303D 3099-309C 30A0 30FB-30FC FE45-FE46 FF61-FF65 FF70 FF9E-FF9F
Javanese A9CF
Kaithi 966-96F A830-A839
Kannada 951-952 964-965 1CD0 1CD2 1CDA 1CF2 1CF4 A830-A835
Katakana 3001-3003 3008-3011 3013-301F 3030-3035 3037 303C-303D 3099-309C 30A0 30FB-30FC FE45-FE46 FF61-FF65 FF70 FF9E-FF9F
Kayah_Li A92E
Khojki AE6-AEF A830-A839
Khudawadi 964-965 A830-A839
Latin 363-36F 485-486 951-952 10FB 202F 20F0 A700-A707 A92E
Limbu 965
Linear_A 10107-10133
Linear_B 10100-10102 10107-10133 10137-1013F
Mahajani 964-96F A830-A839
Malayalam 951-952 964-965 1CDA A830-A832
Mandaic 640
Manichaean 640
Masaram_Gondi 964-965
Modi A830-A839
Mongolian 1802-1803 1805 202F
Multani A66-A6F
Myanmar A92E
Nandinagari 964-965 CE6-CEF 1CE9 1CF2 1CFA A830-A835
Nko 60C 61B 61F FD3E-FD3F
Old_Permic 483
Old_Uyghur 640 10AF2
Oriya 951-952 964-965 1CDA 1CF2
Phags_Pa 1802-1803 1805
Psalter_Pahlavi 640
Sharada 951 1CD7 1CD9 1CDC-1CDD 1CE0
Sinhala 964-965
Sogdian 640
Syloti_Nagri 964-965 9E6-9EF
Syriac 60C 61B-61C 61F 640 64B-655 670 1DF8 1DFA
Tagalog 1735-1736
Tagbanwa 1735-1736
Tai_Le 1040-1049
Takri 964-965 A830-A839
Tamil 951-952 964-965 1CDA A8F3 11301 11303 1133B-1133C
Telugu 951-952 964-965 1CDA 1CF2
Thaana 60C 61B-61C 61F 660-669 FDF2 FDFD
Tirhuta 951-952 964-965 1CF2 A830-A839
Yezidi 60C 61B 61F 660-669
Yi 3001-3002 3008-3011 3014-301B 30FB FF61-FF65
`

// scriptCodes are codes of ISO 15924 and the scripts that they name.
const scriptCodes = `
adlm Adlam aghb Caucasian_Albanian arab Arabic armi Imperial_Aramaic armn Armenian avst Avestan bali Balinese bamu Bamum bass Bassa_Vah
batk Batak beng Bengali bhks Bhaiksuki bopo Bopomofo brah Brahmi brai Braille bugi Buginese buhd Buhid cakm Chakma cans Canadian_Aboriginal
cari Carian cher Cherokee chrs Chorasmian copt Coptic cpmn Cypro_Minoan cprt Cypriot cyrl Cyrillic deva Devanagari diak Dives_Akuru
dogr Dogra dsrt Deseret dupl Duployan egyp Egyptian_Hieroglyphs elba Elbasan elym Elymaic ethi Ethiopic geor Georgian glag Glagolitic
gong Gunjala_Gondi gonm Masaram_Gondi goth Gothic gran Grantha grek Greek gujr Gujarati guru Gurmukhi hang Hangul hani Han hano Hanunoo
hatr Hatran hebr Hebrew hira Hiragana hluw Anatolian_Hieroglyphs hmng Pahawh_Hmong hmnp Nyiakeng_Puachue_Hmong hung Old_Hungarian
ital Old_Italic java Javanese kali Kayah_Li kana Katakana khar Kharoshthi khmr Khmer khoj Khojki kits Khitan_Small_Script knda Kannada
kthi Kaithi lana Tai_Tham laoo Lao latn Latin lepc Lepcha limb Limbu lina Linear_A linb Linear_B lyci Lycian lydi Lydian mahj Mahajani
maka Makasar mand Mandaic mani Manichaean marc Marchen medf Medefaidrin mend Mende_Kikakui merc Meroitic_Cursive mero Meroitic_Hieroglyphs
mlym Malayalam mong Mongolian mroo Mro mtei Meetei_Mayek mult Multani mymr Myanmar nand Nandinagari narb Old_North_Arabian nbat Nabataean
nkoo Nko nshu Nushu ogam Ogham olck Ol_Chiki orkh Old_Turkic orya Oriya osge Osage osma Osmanya ougr Old_Uyghur palm Palmyrene
pauc Pau_Cin_Hau perm Old_Permic phag Phags_Pa phli Inscriptional_Pahlavi phlp Psalter_Pahlavi phnx Phoenician plrd Miao
prti Inscriptional_Parthian qaac Coptic qaai Inherited rjng Rejang rohg Hanifi_Rohingya runr Runic samr Samaritan sarb Old_South_Arabian
saur Saurashtra sgnw SignWriting shaw Shavian shrd Sharada sidd Siddham sind Khudawadi sinh Sinhala sogd Sogdian sogo Old_Sogdian
sora Sora_Sompeng soyo Soyombo sund Sundanese sylo Syloti_Nagri syrc Syriac tagb Tagbanwa takr Takri tale Tai_Le talu New_Tai_Lue taml Tamil
tang Tangut tavt Tai_Viet telu Telugu tfng Tifinagh tglg Tagalog thaa Thaana tibt Tibetan tirh Tirhuta tnsa Tangsa ugar Ugaritic vaii Vai
vith Vithkuqi wara Warang_Citi wcho Wancho xpeo Old_Persian xsux Cuneiform yezi Yezidi yiii Yi zanb Zanabazar_Square zinh Inherited
zyyy Common
`
