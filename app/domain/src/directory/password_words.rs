//! The words for temporary passwords that are easy to say.
//!
//! They are common, inoffensive English words of 3 to 6 small letters. No two sound alike, none is another one with an
//! ending, and none is spelled differently in another country. The list may change at any time, since only digests are
//! stored.

/// The number of words, so eleven random bits select one.
pub(super) const WORD_COUNT: usize = 2048;

/// The words in alphabetical order.
pub(super) static WORDS: [&str; WORD_COUNT] = [
    "able", "about", "above", "absent", "absorb", "acorn", "acre", "across", "act", "action", "actor", "add", "adjust",
    "admire", "admit", "adult", "afford", "afloat", "afraid", "after", "again", "age", "agenda", "agent", "agile",
    "agree", "ahead", "aim", "airy", "ajar", "alarm", "album", "alert", "alike", "alive", "all", "alley", "almond",
    "almost", "alone", "along", "alpaca", "alpine", "always", "amaze", "amber", "amount", "ample", "amuse", "anchor",
    "angler", "animal", "ankle", "annual", "answer", "anthem", "antler", "any", "apart", "appeal", "appear", "apple",
    "apply", "apron", "arcade", "arch", "arctic", "area", "arena", "argue", "arise", "armful", "aroma", "arrive",
    "arrow", "art", "artist", "ascend", "ashore", "aside", "ask", "asleep", "aspect", "aspen", "asset", "assist",
    "assume", "astral", "atlas", "atom", "atrium", "attach", "attain", "attend", "attire", "audio", "author", "autumn",
    "avenue", "avid", "avoid", "awake", "award", "aware", "away", "awning", "axis", "azure", "baby", "back", "backup",
    "badge", "bag", "bagel", "ballad", "balmy", "bamboo", "banana", "banjo", "banner", "bar", "barber", "barely",
    "barge", "barley", "barrel", "basalt", "basic", "basil", "basin", "basket", "bat", "batch", "baton", "battle",
    "bay", "bayou", "beacon", "beagle", "beak", "beam", "become", "bed", "beetle", "before", "begin", "behave",
    "behind", "beige", "belong", "below", "belt", "beluga", "bench", "bend", "beside", "best", "better", "beyond",
    "big", "bike", "binder", "birch", "bird", "bison", "bistro", "bit", "black", "blade", "blaze", "blend", "blimp",
    "blink", "blog", "bloom", "blotch", "blouse", "bluff", "blunt", "blur", "blush", "boat", "bobbin", "bobcat",
    "boil", "bonnet", "bonsai", "bonus", "book", "boost", "boot", "booth", "border", "borrow", "botany", "bother",
    "bottle", "bottom", "bounce", "bowl", "box", "brain", "branch", "brand", "brass", "brave", "breeze", "brick",
    "bridge", "brief", "bright", "brim", "bring", "brisk", "broad", "broker", "bronze", "brook", "broom", "broth",
    "brown", "brush", "bubble", "bucket", "buckle", "bud", "budge", "budget", "buffet", "buggy", "bugle", "bulb",
    "bulk", "bumble", "bumper", "bundle", "bunny", "burger", "burrow", "burst", "bus", "bustle", "butter", "button",
    "cab", "cabin", "cable", "cactus", "cafe", "cage", "calico", "call", "calm", "camel", "camera", "camp", "canal",
    "canary", "candle", "candy", "canoe", "canopy", "canter", "canyon", "car", "carafe", "carbon", "cargo", "carpet",
    "carry", "cart", "carton", "carve", "cashew", "castle", "cat", "catch", "cattle", "cause", "cavern", "caviar",
    "celery", "cement", "chain", "chair", "chalet", "chalk", "change", "charge", "charm", "chart", "chase", "chat",
    "cheek", "cheer", "cheese", "chef", "cherry", "chew", "child", "chill", "chime", "chin", "chip", "chisel",
    "choice", "chorus", "chunk", "cinder", "cinema", "circle", "circus", "citrus", "city", "civic", "civil", "claim",
    "clap", "class", "clay", "clean", "clear", "clerk", "clever", "client", "cliff", "climb", "cling", "clinic",
    "clip", "cloak", "cloth", "cloud", "clover", "clown", "club", "clue", "clump", "coach", "coast", "coat", "cobalt",
    "cobra", "cobweb", "cocoa", "code", "coffee", "cohort", "coil", "coin", "cold", "collar", "collie", "colony",
    "column", "comb", "come", "comedy", "comet", "comic", "comma", "common", "condor", "convoy", "cook", "cool",
    "copper", "copy", "cosmic", "cosmos", "cotton", "cough", "count", "couple", "coupon", "cousin", "cover", "coyote",
    "crab", "cradle", "craft", "crane", "crater", "crayon", "cream", "create", "credit", "crepe", "crest", "crisp",
    "crocus", "crop", "cross", "crouch", "crown", "crumb", "crunch", "crust", "cub", "cuckoo", "cuddle", "cuff",
    "curb", "cure", "curio", "curl", "curry", "cursor", "curve", "custom", "cut", "cycle", "dabble", "daily", "dainty",
    "daisy", "damp", "dance", "daring", "dark", "dart", "dash", "data", "dazzle", "deal", "debate", "debut", "decade",
    "decide", "deck", "decoy", "deed", "deep", "defend", "define", "degree", "delay", "delta", "deluxe", "delve",
    "demand", "denim", "dense", "dental", "deny", "depart", "depend", "depot", "depth", "derby", "design", "desire",
    "desk", "detail", "detect", "diesel", "diet", "differ", "digest", "digit", "dill", "dime", "dip", "direct", "dirt",
    "dish", "ditto", "dive", "divide", "dizzy", "dock", "doctor", "dog", "doll", "dollar", "domain", "dome", "domino",
    "donate", "donkey", "door", "dot", "double", "dove", "down", "dozen", "dragon", "drama", "drape", "draw", "dream",
    "dress", "drift", "drill", "drink", "drive", "drop", "drum", "dry", "duck", "duet", "dugout", "dune", "duplex",
    "during", "dust", "duty", "dwell", "dynamo", "each", "eager", "eagle", "earful", "early", "earth", "easel",
    "easily", "east", "easy", "eat", "echo", "edge", "edit", "eel", "effort", "egg", "eighty", "either", "elapse",
    "elbow", "elder", "elect", "elk", "elm", "embark", "emblem", "emerge", "empire", "employ", "empty", "enable",
    "enamel", "encore", "end", "energy", "engage", "engine", "enigma", "enjoy", "enough", "enrich", "enter", "entice",
    "entire", "entry", "envoy", "enzyme", "epic", "equal", "equip", "equity", "era", "eraser", "errand", "escape",
    "escort", "essay", "estate", "etch", "ethic", "even", "event", "evolve", "exact", "exam", "excite", "excuse",
    "exhale", "exist", "exotic", "expand", "expect", "expert", "export", "extend", "extra", "eyelid", "fable",
    "fabric", "face", "facet", "facing", "fact", "factor", "fade", "fairly", "fajita", "falcon", "fall", "family",
    "famous", "fan", "fancy", "far", "farm", "fast", "fathom", "faucet", "fawn", "feast", "fedora", "fee", "feel",
    "felt", "fence", "fender", "fennel", "fern", "ferret", "ferry", "fetch", "few", "fiddle", "fidget", "field",
    "fiesta", "fifty", "fig", "figure", "file", "filing", "film", "filter", "final", "finch", "fine", "finger", "fire",
    "firm", "first", "fish", "fit", "five", "fix", "fizz", "flag", "flake", "flame", "flap", "flash", "flask", "flax",
    "fleece", "fleet", "flick", "flight", "flint", "flip", "float", "flock", "flood", "floor", "floral", "fluent",
    "fluffy", "fluid", "flurry", "flute", "fly", "foam", "focus", "fog", "foil", "fold", "folk", "follow", "fondue",
    "font", "food", "forage", "forest", "forge", "forget", "fork", "form", "formal", "forty", "forum", "fossil",
    "foster", "found", "fox", "frame", "free", "fresh", "friend", "fringe", "frog", "frolic", "front", "frost",
    "frozen", "frugal", "fruit", "fudge", "fuel", "full", "fun", "funnel", "funny", "fusion", "future", "fuzzy",
    "gadget", "galaxy", "gallon", "gallop", "game", "garage", "garden", "gargle", "garlic", "garnet", "gas", "gather",
    "gave", "gazebo", "gear", "gecko", "gem", "genius", "gentle", "gerbil", "geyser", "giant", "gift", "giggle",
    "ginger", "gizmo", "glad", "gleam", "glide", "glitch", "globe", "glory", "glossy", "glow", "gnome", "goal",
    "goblet", "goggle", "golden", "golf", "good", "goose", "gopher", "gourd", "grace", "grade", "grain", "gram",
    "grand", "graph", "grasp", "gravel", "gravy", "green", "greet", "grid", "grin", "grip", "grocer", "groove",
    "grotto", "ground", "group", "grove", "grow", "growth", "guard", "guava", "guess", "guitar", "gulf", "gully",
    "gum", "guppy", "guru", "gusto", "gutter", "habit", "half", "halo", "halt", "hamlet", "hammer", "hamper", "hand",
    "handle", "happen", "happy", "hard", "harp", "hasten", "hat", "hatch", "hawk", "hazel", "head", "heap", "hearth",
    "heavy", "hedge", "helium", "hello", "helmet", "help", "hen", "herb", "hero", "hiccup", "hidden", "hike", "hill",
    "hinge", "hint", "hippo", "hobby", "hockey", "hoist", "hollow", "holly", "home", "honest", "honey", "hood", "hoof",
    "hook", "hoop", "hop", "horn", "hornet", "host", "hostel", "hotel", "hound", "house", "hover", "hub", "hubcap",
    "hug", "huge", "humble", "humbug", "humid", "hungry", "hurdle", "hurry", "husky", "hustle", "hut", "hybrid",
    "hyena", "ice", "icicle", "icing", "icon", "idea", "ideal", "igloo", "iguana", "image", "immune", "impact",
    "import", "inch", "income", "indent", "index", "indigo", "indoor", "infant", "inform", "inhale", "ink", "inlet",
    "inner", "inning", "input", "insect", "insert", "inside", "intact", "intend", "invent", "invest", "invite", "iris",
    "iron", "island", "issue", "item", "ivory", "ivy", "jackal", "jacket", "jade", "jaguar", "jar", "jargon", "jaw",
    "jazz", "jeep", "jelly", "jersey", "jester", "jetty", "jewel", "jigsaw", "jingle", "job", "jockey", "jog", "join",
    "joke", "jolly", "jovial", "joy", "joyful", "judge", "judo", "juggle", "jumbo", "jump", "junior", "jury", "just",
    "karate", "kebab", "keen", "keep", "kelp", "kennel", "kept", "kettle", "kick", "kilo", "kilt", "kimono", "kind",
    "kindle", "kiosk", "kit", "kitten", "kiwi", "knee", "knock", "koala", "label", "ladle", "lagoon", "lake", "lamp",
    "land", "lap", "laptop", "larch", "large", "lark", "laser", "lasso", "last", "latch", "late", "laugh", "launch",
    "laurel", "lavish", "lawn", "lawyer", "leaf", "league", "leap", "learn", "lease", "leash", "leave", "ledge",
    "left", "legacy", "legal", "legend", "legume", "lemon", "length", "lens", "lentil", "letter", "level", "lever",
    "light", "lilac", "lily", "limber", "lime", "limit", "linen", "lineup", "linger", "lion", "liquid", "list",
    "listen", "little", "live", "lizard", "loaf", "lobby", "locate", "locker", "locket", "locust", "lodge", "loft",
    "logic", "logo", "long", "look", "loop", "lotion", "lotus", "loud", "lounge", "love", "low", "loyal", "lucky",
    "lunar", "lunch", "lush", "luxury", "lyric", "macaw", "magic", "magma", "magnet", "magpie", "major", "maker",
    "mallet", "mammal", "manage", "mango", "manual", "many", "map", "maple", "marble", "march", "margin", "marina",
    "mark", "market", "marlin", "marrow", "marsh", "marvel", "mascot", "mason", "match", "math", "matrix", "matter",
    "mature", "may", "maybe", "mayfly", "mayor", "meadow", "meal", "mean", "media", "medium", "medley", "mellow",
    "melody", "melon", "melt", "member", "memory", "mentor", "menu", "mercy", "merge", "merit", "mesh", "method",
    "metro", "midday", "middle", "mild", "mile", "milk", "mimic", "mimosa", "mingle", "minnow", "mint", "minute",
    "mirage", "mirror", "mitten", "mix", "mobile", "mocha", "model", "modem", "modern", "modest", "modify", "module",
    "mohair", "moment", "month", "moon", "mop", "mosaic", "moss", "most", "moth", "motion", "motive", "motor", "mount",
    "move", "muffin", "muffle", "mug", "mullet", "multi", "mumble", "museum", "music", "must", "mutual", "muzzle",
    "myrtle", "myth", "nacho", "nail", "name", "napkin", "nation", "near", "nearby", "neat", "nectar", "needle",
    "neon", "nephew", "nest", "nettle", "never", "newt", "next", "nibble", "nickel", "niece", "nimble", "nimbus",
    "nine", "ninja", "ninth", "noble", "nobody", "nod", "noise", "nomad", "noodle", "normal", "north", "notch", "note",
    "notice", "nougat", "novel", "novice", "now", "nozzle", "nudge", "nugget", "nurse", "nutmeg", "nylon", "oak",
    "oasis", "oats", "obey", "object", "oblong", "occupy", "ocean", "octave", "odd", "oddity", "offer", "office",
    "offset", "often", "oil", "okay", "old", "olive", "omega", "onion", "online", "only", "onyx", "opal", "open",
    "opera", "oppose", "optic", "option", "oracle", "orange", "orbit", "orchid", "order", "organ", "orient", "origin",
    "ornate", "osprey", "other", "otter", "ounce", "outfit", "outing", "outlet", "output", "oval", "oven", "over",
    "owl", "own", "oxygen", "oyster", "ozone", "packet", "pad", "paddle", "page", "pagoda", "paint", "palace", "palm",
    "pamper", "panda", "panel", "panic", "pantry", "papaya", "paper", "parade", "parcel", "parent", "park", "parka",
    "parrot", "part", "pass", "pasta", "pastel", "pastry", "path", "patio", "patrol", "pave", "peach", "peanut",
    "pearly", "pebble", "pecan", "pen", "pencil", "pepper", "perch", "period", "permit", "pesto", "pet", "petite",
    "phone", "photo", "phrase", "piano", "picnic", "piglet", "pile", "pillar", "pillow", "pilot", "pink", "pint",
    "pipe", "pitch", "pixel", "pixie", "pizza", "plan", "planet", "plank", "plant", "plaque", "plasma", "play",
    "plaza", "pledge", "plenty", "pliers", "plot", "plug", "plunge", "plural", "plus", "pocket", "podium", "poet",
    "pogo", "point", "polar", "polish", "polite", "polka", "pollen", "polo", "poncho", "pond", "pony", "poodle",
    "pool", "poplar", "poppy", "porch", "portal", "porter", "possum", "post", "potato", "potion", "potter", "pouch",
    "powder", "power", "prance", "prefer", "prefix", "press", "pretty", "price", "prime", "print", "prior", "prism",
    "prompt", "proof", "proper", "proud", "prove", "prowl", "public", "puffin", "pulley", "pulp", "pulse", "puma",
    "pump", "pupil", "puppet", "puppy", "puree", "purple", "purse", "puzzle", "python", "quack", "quail", "quaint",
    "quarry", "queen", "quench", "quest", "quick", "quill", "quilt", "quince", "quirk", "quiver", "quiz", "quota",
    "race", "radar", "radio", "radish", "radius", "raft", "rail", "raisin", "rally", "ramble", "ramp", "ranch",
    "random", "range", "rank", "rapid", "rare", "rather", "rattle", "raven", "ravine", "reach", "react", "ready",
    "realm", "reason", "rebate", "reboot", "recall", "recent", "recess", "recipe", "recoil", "record", "reduce",
    "reef", "refill", "refine", "reform", "refund", "regain", "region", "relax", "relay", "relief", "relish", "relive",
    "rely", "remain", "remark", "remedy", "remind", "remix", "remote", "remove", "render", "renew", "rent", "rental",
    "repair", "repeat", "reply", "report", "rescue", "reside", "resort", "result", "resume", "retail", "retire",
    "return", "reuse", "reveal", "revive", "reward", "rewind", "ribbon", "rice", "rich", "ride", "ridge", "rigid",
    "rim", "rinse", "ripe", "ripple", "rival", "river", "roast", "robin", "robot", "robust", "rock", "rocket", "rodeo",
    "roller", "roof", "rookie", "room", "rope", "roster", "rosy", "rotate", "round", "rover", "royal", "ruby",
    "rudder", "ruffle", "rug", "rugby", "rugged", "rule", "rumble", "run", "runner", "runway", "rural", "rush", "rust",
    "rustic", "rustle", "saddle", "safari", "safe", "saga", "sailor", "salad", "salary", "salmon", "salon", "salsa",
    "salt", "salute", "same", "sample", "sand", "sandal", "satin", "saturn", "sauna", "savvy", "scale", "scan",
    "scarf", "scenic", "school", "scoop", "scope", "score", "scout", "scrap", "screen", "script", "scroll", "scrub",
    "sculpt", "seabed", "seal", "search", "season", "seat", "second", "secret", "secure", "seed", "select", "self",
    "senior", "sequel", "sequin", "serene", "series", "serve", "sesame", "settle", "seven", "shade", "shadow",
    "shaggy", "shape", "share", "shark", "sharp", "shawl", "shed", "sheep", "shelf", "shell", "shield", "shift",
    "shine", "shiny", "ship", "shirt", "shiver", "shop", "short", "shout", "shovel", "show", "shrimp", "shrink",
    "shrub", "shrug", "shut", "shy", "sieve", "sift", "sign", "signal", "silent", "silk", "silly", "silver", "simmer",
    "simple", "sing", "single", "sinker", "siren", "sitcom", "sizzle", "skate", "sketch", "skewer", "ski", "skill",
    "skim", "skip", "skirt", "slalom", "slate", "sled", "sleep", "sleeve", "slice", "slide", "sling", "slogan",
    "slope", "slot", "sloth", "small", "smart", "smile", "smog", "smoke", "smooth", "smudge", "snack", "snail", "snap",
    "sneeze", "snooze", "snore", "snout", "snow", "snug", "soap", "soccer", "social", "sock", "soda", "sofa", "soft",
    "solace", "solar", "solid", "solo", "solve", "sonata", "song", "sonic", "sonnet", "soon", "sorbet", "sour",
    "south", "space", "spare", "spark", "speak", "speech", "speed", "spell", "spend", "sphere", "spice", "spicy",
    "spider", "spiky", "spin", "spiral", "spirit", "splash", "split", "sponge", "spool", "spoon", "sport", "spot",
    "spray", "spread", "spring", "sprint", "sprout", "spruce", "square", "squeak", "squid", "stable", "staff", "stage",
    "stain", "stamp", "stand", "stanza", "star", "starch", "starry", "start", "state", "static", "statue", "stay",
    "steady", "steam", "stereo", "stew", "stick", "still", "sting", "stir", "stitch", "stock", "stone", "stop",
    "store", "stork", "storm", "stove", "strap", "straw", "stream", "street", "stride", "stripe", "stroll", "strong",
    "studio", "study", "stuff", "stump", "sturdy", "submit", "subtle", "subway", "sudden", "suffix", "sugar", "suit",
    "summer", "summit", "sunset", "super", "supply", "surfer", "survey", "sushi", "swamp", "swan", "swap", "swarm",
    "sway", "sweep", "swell", "swerve", "swift", "swim", "swing", "swirl", "switch", "swivel", "syrup", "system",
    "table", "tablet", "tackle", "taco", "taffy", "tailor", "take", "talent", "tall", "tame", "tangle", "tango",
    "tank", "tap", "target", "tartan", "task", "taste", "taxi", "teapot", "teaser", "teeth", "temper", "tempo",
    "tenant", "tender", "tennis", "tent", "term", "test", "text", "thank", "thatch", "thaw", "theme", "theory",
    "thick", "thin", "third", "thirty", "thorn", "thread", "three", "thrift", "thrill", "thrive", "thumb", "ticket",
    "tickle", "tidy", "tiger", "tight", "tiller", "timber", "timid", "tin", "tinsel", "tissue", "titan", "toast",
    "today", "toffee", "toggle", "token", "tomato", "tomcat", "tonic", "top", "topaz", "topic", "total", "toucan",
    "tour", "toward", "towel", "toy", "trace", "track", "trade", "train", "trait", "travel", "treat", "treble", "tree",
    "tremor", "trench", "trend", "trick", "trim", "trio", "trip", "trivia", "trophy", "tropic", "trot", "truck",
    "true", "trunk", "truth", "tuba", "tug", "tulip", "tumble", "tuna", "tunnel", "turbo", "turf", "turkey", "turnip",
    "turtle", "tutor", "tuxedo", "tweak", "tweed", "twelve", "twenty", "twice", "twig", "twin", "twirl", "twist",
    "twitch", "ultra", "unable", "uncle", "under", "unfold", "union", "unique", "unit", "unlock", "unveil", "unwrap",
    "upbeat", "update", "uphill", "uplift", "upper", "upset", "upward", "urban", "urge", "use", "useful", "usher",
    "usual", "vacant", "vacuum", "vague", "valet", "valid", "value", "valve", "vanish", "vanity", "vase", "vault",
    "vector", "velvet", "vendor", "venue", "verb", "verge", "verify", "verse", "vessel", "viable", "video", "view",
    "vigil", "vinyl", "viola", "violet", "violin", "viper", "virtue", "visa", "vision", "visit", "vista", "visual",
    "vital", "vivid", "vocal", "voice", "volley", "volume", "vortex", "vote", "vowel", "voyage", "waddle", "waffle",
    "wagon", "waiter", "wake", "wallet", "walnut", "walrus", "waltz", "warmth", "wash", "wasp", "watch", "wealth",
    "web", "wedge", "well", "west", "wheat", "whisk", "wicker", "wide", "widget", "wiggle", "wild", "willow", "win",
    "window", "wing", "winner", "winter", "wiring", "wisdom", "wise", "wish", "within", "wizard", "wolf", "wombat",
    "wooden", "wool", "work", "worth", "wreath", "wren", "wrist", "writer", "yacht", "yard", "yarn", "year", "yeast",
    "yellow", "yes", "yield", "yoga", "yummy", "zebra", "zenith", "zephyr", "zero", "zigzag", "zinc", "zinnia",
    "zipper", "zodiac", "zone", "zoo", "zoom",
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn words_are_short_plain_and_stand_in_order_once() {
        assert!(WORDS.is_sorted_by(|one, next| one < next), "in order, so none stands there twice");
        for word in WORDS {
            assert!((3..=6).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase()), "{word}");
        }
    }

    #[test]
    fn no_word_is_another_one_with_an_ending() {
        let all = BTreeSet::from(WORDS);
        for word in WORDS {
            for ending in ["s", "es", "d", "ed", "r", "er", "n", "y", "ly", "ing"] {
                assert!(!all.contains(format!("{word}{ending}").as_str()), "{word} and {word}{ending}");
            }
        }
    }

    #[test]
    fn words_that_sound_alike_are_not_among_them() {
        let alike = "ate eight bare bear berry bury blew blue brake break buy cell cellar deer dear fair fare flour flower for \
            four hear here hole whole hour knight knot know lead led mail male meat meet night not one our pair pear piece \
            peace plain plane rain read red right road root route sail sale sea see sell seller son sun stair stare steal \
            steel tail tale tea tee threw through too two wait weight war ware way weak wear week weigh where witch wood \
            would write you";
        assert_eq!(alike.split_ascii_whitespace().filter(|word| WORDS.contains(word)).collect::<Vec<_>>(), [""; 0]);
    }
}
