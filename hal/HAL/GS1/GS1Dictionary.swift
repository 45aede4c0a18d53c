/// The application identifiers of GS1, in the notation of its Barcode Syntax Dictionary.
///
/// A row is an identifier, or a run of them; the parts of its value; its title in GS1's General
/// Specifications, section 3.2. A part is a character set with a length, `N6` exactly six, `X..20`
/// one to twenty, in brackets when it may be missing, and behind a comma what else must hold:
///
/// | Set | Characters                                | Rule     | What it asks                    |
/// |-----|-------------------------------------------|----------|---------------------------------|
/// | `N` | digits                                    | `csum`   | the last digit checks the rest  |
/// | `X` | the 82 that any code can carry            | `yymmdd` | a day of the calendar           |
/// | `Y` | `A`-`Z` `0`-`9` `#` `-` `/`               | `yymmd0` | the same, or day 00 for a month |
/// | `Z` | base64 for file names                     | `hyphen` | a minus sign                    |
///
/// Times have three rules more: `hh`, `hhmm`, and `mmoptss` for minutes with seconds or without.
///
/// What else GS1 asks, such as a country that exists, is left to whoever uses the value.
enum GS1Dictionary {
    typealias Row = (identifiers: String, parts: String, title: String)

    /// What names and measures trade items and logistic units: `00` to `3959`.
    // swift-format-ignore
    static let items: [Row] = [
        ("00",        "N18,csum",                  "SSCC"),
        ("01",        "N14,csum",                  "GTIN"),
        ("02",        "N14,csum",                  "CONTENT"),
        ("03",        "N14,csum",                  "MTO GTIN"),
        ("10",        "X..20",                     "BATCH/LOT"),
        ("11",        "N6,yymmd0",                 "PROD DATE"),
        ("12",        "N6,yymmd0",                 "DUE DATE"),
        ("13",        "N6,yymmd0",                 "PACK DATE"),
        ("15",        "N6,yymmd0",                 "BEST BEFORE or BEST BY"),
        ("16",        "N6,yymmd0",                 "SELL BY"),
        ("17",        "N6,yymmd0",                 "USE BY or EXPIRY"),
        ("20",        "N2",                        "VARIANT"),
        ("21",        "X..20",                     "SERIAL"),
        ("22",        "X..20",                     "CPV"),
        ("235",       "X..28",                     "TPX"),
        ("240",       "X..30",                     "ADDITIONAL ID"),
        ("241",       "X..30",                     "CUST. PART No."),
        ("242",       "N..6",                      "MTO VARIANT"),
        ("243",       "X..20",                     "PCN"),
        ("250",       "X..30",                     "SECONDARY SERIAL"),
        ("251",       "X..30",                     "REF. TO SOURCE"),
        ("253",       "N13,csum [X..17]",          "GDTI"),
        ("254",       "X..20",                     "GLN EXTENSION COMPONENT"),
        ("255",       "N13,csum [N..12]",          "GCN"),
        ("30",        "N..8",                      "VAR. COUNT"),
        ("3100-3105", "N6",                        "NET WEIGHT (kg)"),
        ("3110-3115", "N6",                        "LENGTH (m)"),
        ("3120-3125", "N6",                        "WIDTH (m)"),
        ("3130-3135", "N6",                        "HEIGHT (m)"),
        ("3140-3145", "N6",                        "AREA (m²)"),
        ("3150-3155", "N6",                        "NET VOLUME (l)"),
        ("3160-3165", "N6",                        "NET VOLUME (m³)"),
        ("3200-3205", "N6",                        "NET WEIGHT (lb)"),
        ("3210-3215", "N6",                        "LENGTH (in)"),
        ("3220-3225", "N6",                        "LENGTH (ft)"),
        ("3230-3235", "N6",                        "LENGTH (yd)"),
        ("3240-3245", "N6",                        "WIDTH (in)"),
        ("3250-3255", "N6",                        "WIDTH (ft)"),
        ("3260-3265", "N6",                        "WIDTH (yd)"),
        ("3270-3275", "N6",                        "HEIGHT (in)"),
        ("3280-3285", "N6",                        "HEIGHT (ft)"),
        ("3290-3295", "N6",                        "HEIGHT (yd)"),
        ("3300-3305", "N6",                        "GROSS WEIGHT (kg)"),
        ("3310-3315", "N6",                        "LENGTH (m), log"),
        ("3320-3325", "N6",                        "WIDTH (m), log"),
        ("3330-3335", "N6",                        "HEIGHT (m), log"),
        ("3340-3345", "N6",                        "AREA (m²), log"),
        ("3350-3355", "N6",                        "VOLUME (l), log"),
        ("3360-3365", "N6",                        "VOLUME (m³), log"),
        ("3370-3375", "N6",                        "KG PER m²"),
        ("3400-3405", "N6",                        "GROSS WEIGHT (lb)"),
        ("3410-3415", "N6",                        "LENGTH (in), log"),
        ("3420-3425", "N6",                        "LENGTH (ft), log"),
        ("3430-3435", "N6",                        "LENGTH (yd), log"),
        ("3440-3445", "N6",                        "WIDTH (in), log"),
        ("3450-3455", "N6",                        "WIDTH (ft), log"),
        ("3460-3465", "N6",                        "WIDTH (yd), log"),
        ("3470-3475", "N6",                        "HEIGHT (in), log"),
        ("3480-3485", "N6",                        "HEIGHT (ft), log"),
        ("3490-3495", "N6",                        "HEIGHT (yd), log"),
        ("3500-3505", "N6",                        "AREA (in²)"),
        ("3510-3515", "N6",                        "AREA (ft²)"),
        ("3520-3525", "N6",                        "AREA (yd²)"),
        ("3530-3535", "N6",                        "AREA (in²), log"),
        ("3540-3545", "N6",                        "AREA (ft²), log"),
        ("3550-3555", "N6",                        "AREA (yd²), log"),
        ("3560-3565", "N6",                        "NET WEIGHT (troy oz)"),
        ("3570-3575", "N6",                        "NET VOLUME (oz)"),
        ("3600-3605", "N6",                        "NET VOLUME (qt)"),
        ("3610-3615", "N6",                        "NET VOLUME (gal.)"),
        ("3620-3625", "N6",                        "VOLUME (qt), log"),
        ("3630-3635", "N6",                        "VOLUME (gal.), log"),
        ("3640-3645", "N6",                        "NET VOLUME (in³)"),
        ("3650-3655", "N6",                        "NET VOLUME (ft³)"),
        ("3660-3665", "N6",                        "NET VOLUME (yd³)"),
        ("3670-3675", "N6",                        "VOLUME (in³), log"),
        ("3680-3685", "N6",                        "VOLUME (ft³), log"),
        ("3690-3695", "N6",                        "VOLUME (yd³), log"),
        ("37",        "N..8",                      "COUNT"),
        ("3900-3909", "N..15",                     "AMOUNT"),
        ("3910-3919", "N3 N..15",                  "AMOUNT"),
        ("3920-3929", "N..15",                     "PRICE"),
        ("3930-3939", "N3 N..15",                  "PRICE"),
        ("3940-3943", "N4",                        "PRCNT OFF"),
        ("3950-3955", "N6",                        "PRICE/UoM"),
    ]
}
