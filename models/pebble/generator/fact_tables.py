"""The facts themselves, typed in by hand.

A relation's templates use ``{s}`` for the subject, ``{a_s}`` for the subject with its article, ``{v}`` and ``{a_v}`` for
the value. Templates that start with ``~`` are kept for evaluation.
"""

from __future__ import annotations


def _rows(text: str, separator: str = ":") -> dict[str, str]:
    rows = [entry.strip() for line in text.strip().splitlines() for entry in line.split(";") if entry.strip()]
    return {key.strip(): value.strip() for key, value in (row.split(separator) for row in rows)}


# country: capital, by continent
_BY_CONTINENT = {
    "Europe": """France: Paris; Germany: Berlin; Italy: Rome; Spain: Madrid; Portugal: Lisbon; Austria: Vienna; Greece: Athens
Ireland: Dublin; Norway: Oslo; Sweden: Stockholm; Denmark: Copenhagen; Finland: Helsinki; Poland: Warsaw; Hungary: Budapest
Belgium: Brussels; the Netherlands: Amsterdam; Switzerland: Bern; the Czech Republic: Prague; Croatia: Zagreb; Serbia: Belgrade
Romania: Bucharest; Bulgaria: Sofia; Ukraine: Kyiv; Iceland: Reykjavik; Estonia: Tallinn; Latvia: Riga; Lithuania: Vilnius
Slovenia: Ljubljana; Slovakia: Bratislava; Albania: Tirana; Malta: Valletta; the United Kingdom: London; England: London
Scotland: Edinburgh; Wales: Cardiff; Russia: Moscow; Luxembourg: Luxembourg City""",
    "Asia": """Japan: Tokyo; China: Beijing; India: New Delhi; South Korea: Seoul; North Korea: Pyongyang; Thailand: Bangkok
Vietnam: Hanoi; Indonesia: Jakarta; Malaysia: Kuala Lumpur; the Philippines: Manila; Nepal: Kathmandu; Pakistan: Islamabad
Bangladesh: Dhaka; Iran: Tehran; Iraq: Baghdad; Israel: Jerusalem; Jordan: Amman; Lebanon: Beirut; Syria: Damascus; Turkey: Ankara
Saudi Arabia: Riyadh; Qatar: Doha; Kuwait: Kuwait City; Mongolia: Ulaanbaatar; Afghanistan: Kabul; Cambodia: Phnom Penh
Laos: Vientiane; Singapore: Singapore; Kazakhstan: Astana; Georgia: Tbilisi; Armenia: Yerevan""",
    "Africa": """Egypt: Cairo; Kenya: Nairobi; Nigeria: Abuja; Morocco: Rabat; Algeria: Algiers; Tunisia: Tunis; Libya: Tripoli
Ethiopia: Addis Ababa; Ghana: Accra; Senegal: Dakar; Uganda: Kampala; Rwanda: Kigali; Tanzania: Dodoma; Zambia: Lusaka
Zimbabwe: Harare; Angola: Luanda; Namibia: Windhoek; South Africa: Pretoria; Madagascar: Antananarivo; Sudan: Khartoum; Mali: Bamako
Somalia: Mogadishu; Botswana: Gaborone; Mozambique: Maputo; Cameroon: Yaounde""",
    "North America": """the United States: Washington; Canada: Ottawa; Mexico: Mexico City; Cuba: Havana; Jamaica: Kingston
Haiti: Port-au-Prince; Guatemala: Guatemala City; Honduras: Tegucigalpa; Nicaragua: Managua; Costa Rica: San Jose
Panama: Panama City; El Salvador: San Salvador; the Bahamas: Nassau""",
    "South America": """Brazil: Brasilia; Argentina: Buenos Aires; Chile: Santiago; Peru: Lima; Colombia: Bogota; Venezuela: Caracas
Ecuador: Quito; Bolivia: La Paz; Uruguay: Montevideo; Paraguay: Asuncion; Guyana: Georgetown; Suriname: Paramaribo""",
    "Oceania": "Australia: Canberra; New Zealand: Wellington; Fiji: Suva; Papua New Guinea: Port Moresby; Samoa: Apia; Tonga: Nukualofa",
}
COUNTRIES = {country: city for text in _BY_CONTINENT.values() for country, city in _rows(text).items()}
CONTINENTS = {country: continent for continent, text in _BY_CONTINENT.items() for country in _rows(text)}
_UNIQUE_CAPITALS = {city: country for country, city in COUNTRIES.items() if city not in ("London", "Singapore")} | {
    "London": "the United Kingdom"
}

_SYMBOLS = _rows("""hydrogen: H; helium: He; lithium: Li; carbon: C; nitrogen: N; oxygen: O; fluorine: F; neon: Ne; sodium: Na
magnesium: Mg; aluminium: Al; silicon: Si; phosphorus: P; sulfur: S; chlorine: Cl; argon: Ar; potassium: K; calcium: Ca; titanium: Ti
chromium: Cr; manganese: Mn; iron: Fe; cobalt: Co; nickel: Ni; copper: Cu; zinc: Zn; silver: Ag; tin: Sn; iodine: I; tungsten: W
platinum: Pt; gold: Au; mercury: Hg; lead: Pb; uranium: U; radium: Ra; boron: B; bromine: Br""")

_OPPOSITES = _rows("""hot: cold; big: small; tall: short; fast: slow; up: down; left: right; day: night; black: white; good: bad
happy: sad; rich: poor; old: young; early: late; hard: soft; light: heavy; wet: dry; full: empty; open: closed; strong: weak
loud: quiet; clean: dirty; near: far; high: low; long: brief; thick: thin; wide: narrow; deep: shallow; easy: difficult
first: last; true: false; in: out; on: off; inside: outside; above: below; front: back; top: bottom; begin: end; start: stop
win: lose; buy: sell; give: take; push: pull; love: hate; laugh: cry; remember: forget; arrive: leave; sharp: blunt; smooth: rough
sweet: bitter; bright: dark; brave: cowardly; cheap: expensive; safe: dangerous; simple: complex; alive: dead; awake: asleep
summer: winter; north: south; east: west; always: never; more: less; many: few; yes: no; before: after; friend: enemy; success: failure
question: answer; war: peace; add: subtract; multiply: divide; increase: decrease; accept: refuse; polite: rude; kind: cruel
lazy: active; patient: impatient; possible: impossible; visible: invisible; modern: ancient; public: private; male: female""")

_KINDS = {
    kind: names.split()
    for kind, names in {
        "mammal": "dog cat horse cow pig sheep goat rabbit mouse fox wolf bear lion tiger elephant giraffe zebra monkey deer camel kangaroo whale dolphin bat otter seal beaver donkey squirrel hedgehog",
        "bird": "duck hen owl eagle parrot penguin swan goose crow robin ostrich pigeon sparrow flamingo",
        "reptile": "snake turtle lizard crocodile alligator tortoise gecko",
        "fish": "shark salmon tuna trout goldfish cod",
        "insect": "bee ant butterfly fly beetle mosquito wasp grasshopper moth",
        "amphibian": "frog toad newt salamander",
    }.items()
}
_THINGS = {
    kind: names.split()
    for kind, names in {
        "fruit": "apple banana orange pear grape cherry lemon mango peach plum strawberry melon kiwi pineapple",
        "vegetable": "carrot potato onion cabbage lettuce spinach broccoli radish leek celery",
        "colour": "red blue green yellow purple pink brown",
        "tool": "hammer saw screwdriver drill wrench shovel axe",
        "musical instrument": "piano guitar violin flute drum trumpet cello harp",
        "vehicle": "car bus truck bicycle train lorry tractor",
        "piece of furniture": "chair table sofa bed desk wardrobe bookshelf",
        "flower": "rose tulip daisy lily sunflower orchid",
        "tree": "oak pine birch maple willow palm",
        "metal": "iron gold copper silver tin zinc lead",
        "drink": "water milk tea coffee juice lemonade",
        "sport": "football tennis basketball hockey golf rugby volleyball",
        "planet": "Mercury Venus Mars Jupiter Saturn Uranus Neptune",
    }.items()
}

_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April May June July August September October November December".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_LETTERS = [chr(code) for code in range(65, 91)]
_ROMAN = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()


def _following(items: list[str], wraps: bool = True) -> dict[str, str]:
    return {item: items[(index + 1) % len(items)] for index, item in enumerate(items) if wraps or index + 1 < len(items)}


def _reversed(rows: dict[str, str]) -> dict[str, str]:
    return {value: key for key, value in rows.items()}


RELATIONS = [
    dict(
        name="capital",
        rows=COUNTRIES,
        sentence="The capital of {s} is {v}.",
        questions=(
            "What is the capital of {s}?",
            "What's the capital of {s}?",
            "Which city is the capital of {s}?",
            "Capital of {s}?",
            "Name the capital of {s}.",
            "Tell me the capital of {s}.",
            "What is the capital city of {s}?",
            "Do you know the capital of {s}?",
            "{s}'s capital?",
            "Can you tell me the capital of {s}?",
            "~What city is the capital of {s}?",
            "~Please name {s}'s capital city.",
            "I want to know the capital of {s}.",
        ),
    ),
    dict(
        name="capital_of",
        rows=_UNIQUE_CAPITALS,
        sentence="{s} is the capital of {v}.",
        questions=(
            "{s} is the capital of which country?",
            "Which country has {s} as its capital?",
            "What country is {s} the capital of?",
            "Of which country is {s} the capital?",
            "In which country is {s}?",
            "~Name the country whose capital is {s}.",
            "Where is {s}?",
        ),
    ),
    dict(
        name="continent",
        rows=CONTINENTS,
        sentence="{s} is in {v}.",
        questions=(
            "Which continent is {s} in?",
            "On which continent is {s}?",
            "What continent is {s} in?",
            "{s} is on which continent?",
            "In what continent is {s}?",
            "~Name the continent of {s}.",
            "What is the continent of {s}?",
        ),
    ),
    dict(
        name="currency",
        sentence="The currency of {s} is the {v}.",
        questions=(
            "What is the currency of {s}?",
            "What currency is used in {s}?",
            "Which money do people use in {s}?",
            "~Name the currency of {s}.",
            "How do people pay in {s}?",
        ),
        rows=_rows("""Japan: yen; the United Kingdom: pound; the United States: dollar; France: euro
Germany: euro; Italy: euro; Spain: euro; India: rupee; China: yuan; Russia: ruble; Switzerland: franc; Mexico: peso; Sweden: krona
Norway: krone; Poland: zloty; Brazil: real; South Africa: rand; South Korea: won; Thailand: baht; Turkey: lira; Israel: shekel
Canada: dollar; Australia: dollar; Hungary: forint"""),
    ),
    dict(
        name="language",
        sentence="People in {s} speak {v}.",
        questions=(
            "Which language do people speak in {s}?",
            "What language is spoken in {s}?",
            "What is the language of {s}?",
            "~Name the language spoken in {s}.",
            "What do people speak in {s}?",
        ),
        rows=_rows("""France: French; Germany: German; Italy: Italian
Spain: Spanish; Portugal: Portuguese; Brazil: Portuguese; Mexico: Spanish; Argentina: Spanish; Japan: Japanese; China: Chinese
Russia: Russian; Poland: Polish; Greece: Greek; Turkey: Turkish; Sweden: Swedish; Norway: Norwegian; Denmark: Danish; Finland: Finnish
Hungary: Hungarian; the United States: English; Australia: English; England: English; Egypt: Arabic; Austria: German; Thailand: Thai
the Netherlands: Dutch; Ukraine: Ukrainian; Cuba: Spanish; Chile: Spanish"""),
    ),
    dict(
        name="symbol",
        rows=_SYMBOLS,
        sentence="The chemical symbol for {s} is {v}.",
        questions=(
            "What is the chemical symbol for {s}?",
            "What is the symbol of {s}?",
            "Chemical symbol of {s}?",
            "What's the chemical symbol of {s}?",
            "~Give the chemical symbol for {s}.",
            "Which symbol does {s} have?",
            "Which symbol stands for {s}?",
        ),
    ),
    dict(
        name="element",
        rows=_reversed(_SYMBOLS),
        sentence="The symbol {s} stands for {v}.",
        questions=(
            "Which element has the symbol {s}?",
            "What element is {s}?",
            "What does the chemical symbol {s} stand for?",
            "~Name the element with the symbol {s}.",
            "Which chemical element is {s}?",
        ),
    ),
    dict(
        name="opposite",
        rows=_OPPOSITES,
        sentence="The opposite of {s} is {v}.",
        questions=(
            "What is the opposite of {s}?",
            "What's the opposite of {s}?",
            "Opposite of {s}?",
            "Give me the opposite of {s}.",
            "Name the opposite of {s}.",
            "Which word is the opposite of {s}?",
            "~Tell me the antonym of {s}.",
            "What is the antonym of {s}?",
            "What word means the opposite of {s}?",
        ),
    ),
    dict(
        name="synonym",
        sentence="Another word for {s} is {v}.",
        questions=(
            "What is another word for {s}?",
            "Give me a synonym for {s}.",
            "What is a synonym of {s}?",
            "Which word means the same as {s}?",
            "~Name a synonym for {s}.",
            "What's another word for {s}?",
        ),
        rows=_rows("""big: large; small: little; happy: glad; fast: quick
begin: start; end: finish; smart: clever; quiet: silent; angry: mad; rich: wealthy; hard: difficult; easy: simple; strange: odd
nice: pleasant; shout: yell; sick: ill; tired: weary; brave: courageous; correct: right; wrong: incorrect; help: assist; buy: purchase
house: home; child: kid; jump: leap; gift: present; road: street; speak: talk; look: see; sad: unhappy; beautiful: lovely; scared: afraid"""),
    ),
    dict(
        name="kind",
        rows={animal: kind for kind, animals in _KINDS.items() for animal in animals},
        sentence="{a_s} is {a_v}.",
        questions=(
            "What kind of animal is {a_s}?",
            "What type of animal is {a_s}?",
            "What class of animal is {a_s}?",
            "~To which group of animals does {a_s} belong?",
            "Which kind of animal is {a_s}?",
        ),
    ),
    dict(
        name="thing",
        rows={thing: kind for kind, things in _THINGS.items() for thing in things},
        sentence="{s} is {a_v}.",
        questions=(
            "What kind of thing is {s}?",
            "What category does {s} belong to?",
            "What is the category of {s}?",
            "~Which category fits {s}?",
            "What type of thing is {s}?",
        ),
    ),
    dict(
        name="sound",
        sentence="{a_s} says {v}.",
        questions=(
            "What sound does {a_s} make?",
            "What does {a_s} say?",
            "Which sound does {a_s} make?",
            "~What noise does {a_s} make?",
            "How does {a_s} sound?",
        ),
        rows=_rows("""dog: woof; cat: meow; cow: moo; pig: oink; sheep: baa; duck: quack; horse: neigh; hen: cluck
frog: croak; bee: buzz; lion: roar; owl: hoot; mouse: squeak; snake: hiss; crow: caw; wolf: howl; bird: tweet; donkey: hee-haw"""),
    ),
    dict(
        name="young",
        sentence="A young {s} is called {a_v}.",
        questions=(
            "What is a baby {s} called?",
            "What do you call a young {s}?",
            "What is a young {s} called?",
            "~Name the young of {a_s}.",
            "What's the name for a baby {s}?",
        ),
        rows=_rows("""dog: puppy; cat: kitten; cow: calf; horse: foal; sheep: lamb; pig: piglet; goat: kid
duck: duckling; hen: chick; lion: cub; bear: cub; deer: fawn; kangaroo: joey; frog: tadpole; goose: gosling; swan: cygnet; owl: owlet
eagle: eaglet; elephant: calf; whale: calf; fox: cub; tiger: cub"""),
    ),
    dict(
        name="legs",
        sentence="{a_s} has {v} legs.",
        questions=(
            "How many legs does {a_s} have?",
            "How many legs has {a_s}?",
            "~Tell me the number of legs of {a_s}.",
            "Number of legs of {a_s}?",
        ),
        rows=_rows("""dog: four; cat: four; horse: four; cow: four; spider: eight; ant: six; bee: six; bird: two; duck: two; butterfly: six
snake: no; fish: no; human: two; elephant: four; crab: ten; beetle: six; hen: two; whale: no; lion: four; penguin: two; fly: six"""),
    ),
    dict(
        name="home",
        sentence="{a_s} lives in {a_v}.",
        questions=("Where does {a_s} live?", "What is the home of {a_s}?", "In what does {a_s} live?", "~Name the home of {a_s}."),
        rows=_rows(
            "bee: hive; bird: nest; rabbit: burrow; lion: den; spider: web; horse: stable; ant: nest; dog: kennel; cow: barn; pig: sty; fox: den; hen: coop; bear: cave"
        ),
    ),
    dict(
        name="colour",
        sentence="The colour of {s} is {v}.",
        questions=(
            "What colour is {s}?",
            "What color is {s}?",
            "Which colour is {s}?",
            "What is the colour of {s}?",
            "~Tell me the color of {s}.",
            "Which color does {s} have?",
        ),
        rows=_rows("""the sky: blue; grass: green; snow: white; blood: red; the sun: yellow; coal: black
a banana: yellow; a lemon: yellow; a carrot: orange; a tomato: red; milk: white; chocolate: brown; a cherry: red; a strawberry: red
an orange: orange; a leaf: green; the night: black; a frog: green; a flamingo: pink; an elephant: grey; a raven: black; a polar bear: white
the sea: blue; a ruby: red; an emerald: green; gold: yellow; silver: grey; wood: brown; a cucumber: green; a lime: green; salt: white
a plum: purple; a crow: black; a swan: white; an aubergine: purple; butter: yellow; a pea: green; a fire truck: red; sand: yellow"""),
    ),
    dict(
        name="mix",
        sentence="{s} make {v}.",
        questions=(
            "What colour do {s} make?",
            "What do you get when you mix {s}?",
            "Which color do you get from {s}?",
            "~If I mix {s}, what colour do I get?",
            "What do {s} make?",
            "Mixing {s} gives which colour?",
        ),
        rows=_rows("""red and yellow: orange; blue and yellow: green; red and blue: purple
red and white: pink; black and white: grey; yellow and red: orange; yellow and blue: green; blue and red: purple; white and red: pink; white and black: grey"""),
    ),
    dict(
        name="day_after",
        rows=_following(_DAYS),
        sentence="The day after {s} is {v}.",
        questions=(
            "What day comes after {s}?",
            "Which day follows {s}?",
            "What is the day after {s}?",
            "Today is {s}. What day is tomorrow?",
            "~Name the day that follows {s}.",
            "If today is {s}, what is tomorrow?",
            "What day is after {s}?",
        ),
    ),
    dict(
        name="day_before",
        rows=_reversed(_following(_DAYS)),
        sentence="The day before {s} is {v}.",
        questions=(
            "What day comes before {s}?",
            "Which day is before {s}?",
            "What is the day before {s}?",
            "Today is {s}. What day was yesterday?",
            "~Name the day that comes before {s}.",
            "If today is {s}, what was yesterday?",
        ),
    ),
    dict(
        name="month_after",
        rows=_following(_MONTHS),
        sentence="The month after {s} is {v}.",
        questions=(
            "What month comes after {s}?",
            "Which month follows {s}?",
            "What is the month after {s}?",
            "~Name the month that follows {s}.",
            "What is next after {s}?",
        ),
    ),
    dict(
        name="month_before",
        rows=_reversed(_following(_MONTHS)),
        sentence="The month before {s} is {v}.",
        questions=(
            "What month comes before {s}?",
            "Which month is before {s}?",
            "What is the month before {s}?",
            "~Name the month that comes before {s}.",
        ),
    ),
    dict(
        name="month_number",
        rows=dict(zip(_ORDINALS, _MONTHS)),
        sentence="The {s} month of the year is {v}.",
        questions=(
            "What is the {s} month of the year?",
            "Which month is the {s} month?",
            "What is the {s} month?",
            "~Name the {s} month of the year.",
        ),
    ),
    dict(
        name="month_length",
        rows=dict(zip(_MONTHS, "31 28 31 30 31 30 31 31 30 31 30 31".split())),
        sentence="{s} has {v} days.",
        questions=("How many days are in {s}?", "How many days does {s} have?", "How long is {s}?", "~Number of days in {s}?"),
    ),
    dict(
        name="letter_after",
        rows=_following(_LETTERS, False),
        sentence="The letter after {s} is {v}.",
        questions=(
            "Which letter comes after {s}?",
            "What letter follows {s}?",
            "What is the letter after {s}?",
            "~Name the next letter after {s}.",
        ),
    ),
    dict(
        name="letter_before",
        rows=_reversed(_following(_LETTERS, False)),
        sentence="The letter before {s} is {v}.",
        questions=(
            "Which letter comes before {s}?",
            "What letter is before {s}?",
            "What is the letter before {s}?",
            "~Name the letter that precedes {s}.",
        ),
    ),
    dict(
        name="planet",
        rows=dict(zip(_ORDINALS, "Mercury Venus Earth Mars Jupiter Saturn Uranus Neptune".split())),
        sentence="The {s} planet from the sun is {v}.",
        questions=(
            "What is the {s} planet from the sun?",
            "Which planet is {s} from the sun?",
            "What is the {s} planet?",
            "~Name the {s} planet from the sun.",
        ),
    ),
    dict(
        name="units",
        sentence="There are {v} {s}.",
        questions=("How many {s}?", "How many {s} are there?", "~Tell me how many {s} there are.", "What is the number of {s}?"),
        rows=_rows("""seconds in a minute: 60
minutes in an hour: 60; hours in a day: 24; days in a week: 7; days in a year: 365; weeks in a year: 52; months in a year: 12
years in a decade: 10; years in a century: 100; years in a millennium: 1000; centimetres in a metre: 100; metres in a kilometre: 1000
millimetres in a centimetre: 10; grams in a kilogram: 1000; inches in a foot: 12; feet in a yard: 3; cents in a dollar: 100; letters in the alphabet: 26
planets in the solar system: 8; items in a dozen: 12; bits in a byte: 8; days in a leap year: 366; seasons in a year: 4; continents on Earth: 7
players in a football team: 11; strings on a guitar: 6; strings on a violin: 4; sides on a cube: 6; degrees in a circle: 360; milliliters in a liter: 1000
oceans on Earth: 5; colours in a rainbow: 7; wheels on a car: 4; wheels on a bicycle: 2; fingers on a hand: 5; teeth in an adult mouth: 32"""),
    ),
    dict(
        name="sides",
        sentence="{a_s} has {v} sides.",
        questions=(
            "How many sides does {a_s} have?",
            "How many sides has {a_s}?",
            "Number of sides of {a_s}?",
            "~Tell me how many sides {a_s} has.",
        ),
        rows=_rows("""triangle: 3
square: 4; rectangle: 4; pentagon: 5; hexagon: 6; heptagon: 7; octagon: 8; nonagon: 9; decagon: 10"""),
    ),
    dict(
        name="roman",
        rows=dict(zip(map(str, range(1, 21)), _ROMAN)),
        sentence="The Roman numeral for {s} is {v}.",
        questions=(
            "What is {s} in Roman numerals?",
            "How do you write {s} in Roman numerals?",
            "Write {s} as a Roman numeral.",
            "~Convert {s} to Roman numerals.",
        ),
    ),
    dict(
        name="number_word",
        rows=dict(
            zip(
                map(str, range(21)),
                """zero one two three four five six seven eight nine ten eleven twelve thirteen
fourteen fifteen sixteen seventeen eighteen nineteen twenty""".split(),
            )
        ),
        sentence="The number {s} is written {v}.",
        questions=(
            "How do you write {s} in words?",
            "Write the number {s} as a word.",
            "What is {s} in words?",
            "~Spell out the number {s}.",
        ),
    ),
    dict(
        name="plural",
        sentence="The plural of {s} is {v}.",
        questions=(
            "What is the plural of {s}?",
            "Plural of {s}?",
            "Give me the plural of {s}.",
            "~What is the plural form of {s}?",
            "What's the plural of {s}?",
        ),
        rows=_rows("""mouse: mice; child: children; man: men; woman: women; foot: feet; tooth: teeth; goose: geese; sheep: sheep; leaf: leaves
knife: knives; wolf: wolves; person: people; box: boxes; city: cities; baby: babies; dog: dogs; cat: cats; book: books; bus: buses; dish: dishes
tomato: tomatoes; potato: potatoes; story: stories; house: houses; fox: foxes; car: cars; apple: apples; key: keys; watch: watches; berry: berries"""),
    ),
    dict(
        name="past",
        sentence="The past tense of {s} is {v}.",
        questions=(
            "What is the past tense of {s}?",
            "Past tense of {s}?",
            "Give me the past tense of {s}.",
            "~What is the past form of {s}?",
            "What's the past tense of {s}?",
        ),
        rows=_rows("""go: went; eat: ate; see: saw; run: ran; buy: bought; take: took; make: made; find: found; write: wrote; swim: swam; sing: sang
drink: drank; drive: drove; give: gave; know: knew; think: thought; speak: spoke; come: came; begin: began; break: broke; walk: walked; play: played
jump: jumped; dance: danced; fly: flew; grow: grew; sleep: slept; teach: taught; win: won; bring: brought"""),
    ),
    dict(
        name="comparative",
        sentence="The comparative of {s} is {v}.",
        questions=(
            "What is the comparative of {s}?",
            "Comparative of {s}?",
            "Give me the comparative form of {s}.",
            "~What is the comparative form of {s}?",
        ),
        rows=_rows("""big: bigger; small: smaller; good: better; bad: worse; fast: faster; slow: slower; happy: happier; hot: hotter; tall: taller
easy: easier; nice: nicer; old: older; young: younger; strong: stronger; long: longer; cold: colder; far: farther"""),
    ),
    dict(
        name="maker",
        sentence="{s} by {v}.",
        questions=("Who was {s} by?", "By whom was {s}?", "~Name the person by whom {s}."),
        rows=_rows("""the Mona Lisa was painted: Leonardo da Vinci
Hamlet was written: William Shakespeare; Romeo and Juliet was written: William Shakespeare; the telephone was invented: Alexander Graham Bell
the theory of relativity was found: Albert Einstein; gravity was explained: Isaac Newton; Don Quixote was written: Miguel de Cervantes
radium was discovered: Marie Curie; penicillin was discovered: Alexander Fleming; the theory of evolution was written: Charles Darwin
Oliver Twist was written: Charles Dickens; Pride and Prejudice was written: Jane Austen; Faust was written: Johann Wolfgang von Goethe
The Starry Night was painted: Vincent van Gogh; Guernica was painted: Pablo Picasso; the Odyssey was written: Homer"""),
    ),
    dict(
        name="job",
        sentence="{a_s} works in {a_v}.",
        questions=("Where does {a_s} work?", "In what place does {a_s} work?", "~Name the place where {a_s} works."),
        rows=_rows("""teacher: school; doctor: hospital
nurse: hospital; farmer: field; baker: bakery; cook: kitchen; waiter: restaurant; librarian: library; judge: court; sailor: ship; actor: theatre; scientist: laboratory"""),
    ),
    dict(
        name="use",
        sentence="You use {a_s} to {v}.",
        questions=(
            "What is {a_s} used for?",
            "What do you do with {a_s}?",
            "What is the use of {a_s}?",
            "~Why do people use {a_s}?",
            "What is {a_s} for?",
        ),
        rows=_rows("""hammer: drive nails
knife: cut things; pen: write; broom: sweep the floor; umbrella: stay dry in the rain; key: open a lock; camera: take pictures; clock: tell the time
spoon: eat soup; bed: sleep; lamp: light a room; phone: call people; saw: cut wood; oven: bake food; fridge: keep food cold; map: find your way
needle: sew cloth; thermometer: measure temperature; ruler: measure length; ladder: reach high places; bucket: carry water; towel: dry yourself
scale: measure weight; microscope: see very small things; telescope: see the stars; shovel: dig holes; soap: wash your hands; mirror: see yourself"""),
    ),
]

# questions, answer, a word that a right answer contains
ANSWERS = [
    (
        (
            "What is the largest planet?",
            "Which planet is the biggest?",
            "Name the largest planet in the solar system.",
            "What's the biggest planet?",
            "~Which planet is the largest one?",
        ),
        "The largest planet is Jupiter.",
        "Jupiter",
    ),
    (
        ("What is the smallest planet?", "Which planet is the smallest?", "~Name the smallest planet."),
        "The smallest planet is Mercury.",
        "Mercury",
    ),
    (("Which planet is the hottest?", "What is the hottest planet?", "~Name the hottest planet."), "The hottest planet is Venus.", "Venus"),
    (
        (
            "Which planet is called the red planet?",
            "What is the red planet?",
            "What planet is red?",
            "~Which planet has the name red planet?",
        ),
        "Mars is called the red planet.",
        "Mars",
    ),
    (
        ("Which planet has big rings?", "What planet is famous for its rings?", "~Name the planet with rings."),
        "Saturn is famous for its rings.",
        "Saturn",
    ),
    (
        ("Which planet do we live on?", "What planet do we live on?", "What is our planet called?", "~On which planet do people live?"),
        "We live on the planet Earth.",
        "Earth",
    ),
    (
        ("What is the sun?", "Is the sun a star?", "Explain what the sun is.", "~Tell me what the sun is."),
        "The sun is a star. It gives the Earth light and warmth.",
        "star",
    ),
    (
        ("What is the moon?", "Tell me about the moon.", "Explain what the moon is.", "~Describe the moon."),
        "The moon is a ball of rock that moves around the Earth.",
        "Earth",
    ),
    (("What is a star?", "Explain what a star is.", "~Describe a star."), "A star is a huge ball of hot gas that gives off light.", "gas"),
    (
        ("What is a planet?", "Explain what a planet is.", "~Describe a planet."),
        "A planet is a large round body that moves around a star.",
        "star",
    ),
    (
        ("Why is the sky blue?", "Why does the sky look blue?", "Explain why the sky is blue.", "~Tell me why the sky is blue."),
        "The sky is blue because air scatters blue light more than red light.",
        "light",
    ),
    (
        ("What is rain?", "What is rain made of?", "Why does it rain?", "Where does rain come from?", "~Explain rain."),
        "Rain is water that falls from clouds.",
        "water",
    ),
    (("What is snow?", "What is snow made of?", "~Explain snow."), "Snow is frozen water that falls from clouds.", "frozen"),
    (("What is ice?", "What is ice made of?", "~Explain ice."), "Ice is frozen water.", "frozen"),
    (("What is steam?", "What does water become when it boils?", "~Explain steam."), "Steam is water in the form of gas.", "gas"),
    (("What is a cloud?", "What are clouds made of?", "~Explain clouds."), "A cloud is made of tiny drops of water.", "drops"),
    (("What is wind?", "Explain wind.", "~Tell me what wind is."), "Wind is moving air.", "air"),
    (("What is fog?", "Explain fog.", "~Tell me what fog is."), "Fog is a cloud close to the ground.", "cloud"),
    (
        ("What is a rainbow?", "How is a rainbow made?", "~Explain rainbows."),
        "A rainbow appears when sunlight passes through drops of rain.",
        "sunlight",
    ),
    (
        (
            "At what temperature does water boil?",
            "When does water boil?",
            "What is the boiling point of water?",
            "~How hot must water be to boil?",
        ),
        "Water boils at 100 degrees Celsius.",
        "100",
    ),
    (
        (
            "At what temperature does water freeze?",
            "When does water freeze?",
            "What is the freezing point of water?",
            "~How cold must it be for water to freeze?",
        ),
        "Water freezes at 0 degrees Celsius.",
        "0",
    ),
    (
        ("What is the chemical formula of water?", "What is the formula of water?", "What is H2O?", "~Give the formula of water."),
        "The chemical formula of water is H2O.",
        "H2O",
    ),
    (("What is the formula of table salt?", "What is NaCl?", "What is salt made of?"), "Table salt is sodium chloride, NaCl.", "NaCl"),
    (
        ("What is the largest ocean?", "Which ocean is the biggest?", "What's the biggest ocean?", "~Name the largest ocean."),
        "The largest ocean is the Pacific Ocean.",
        "Pacific",
    ),
    (
        ("What is the longest river?", "Which river is the longest in the world?", "~Name the longest river."),
        "The longest river is the Nile.",
        "Nile",
    ),
    (
        (
            "What is the highest mountain?",
            "Which mountain is the highest in the world?",
            "What is the tallest mountain?",
            "~Name the highest mountain.",
        ),
        "The highest mountain is Mount Everest.",
        "Everest",
    ),
    (
        ("What is the largest country?", "Which country is the biggest in the world?", "~Name the largest country."),
        "The largest country is Russia.",
        "Russia",
    ),
    (
        ("What is the smallest country?", "Which country is the smallest in the world?", "~Name the smallest country."),
        "The smallest country is Vatican City.",
        "Vatican",
    ),
    (
        ("What is the largest continent?", "Which continent is the biggest?", "~Name the largest continent."),
        "The largest continent is Asia.",
        "Asia",
    ),
    (
        ("What is the coldest continent?", "Which continent is the coldest?", "~Name the coldest continent."),
        "The coldest continent is Antarctica.",
        "Antarctica",
    ),
    (
        ("What is the largest desert?", "Which hot desert is the largest?", "~Name the largest hot desert."),
        "The largest hot desert is the Sahara.",
        "Sahara",
    ),
    (
        (
            "What is the largest animal?",
            "Which animal is the biggest?",
            "What's the biggest animal in the world?",
            "~Name the largest animal.",
        ),
        "The largest animal is the blue whale.",
        "whale",
    ),
    (
        ("What is the tallest animal?", "Which animal is the tallest?", "~Name the tallest animal."),
        "The tallest animal is the giraffe.",
        "giraffe",
    ),
    (
        ("What is the fastest land animal?", "Which animal runs the fastest?", "~Name the fastest animal on land."),
        "The fastest land animal is the cheetah.",
        "cheetah",
    ),
    (("What do bees make?", "Which animal makes honey?", "Who makes honey?", "~What food comes from bees?"), "Bees make honey.", "oney"),
    (("What do cows give us?", "Where does milk come from?", "Who gives milk?"), "Milk comes from cows.", "ilk"),
    (
        ("What do plants need to grow?", "What does a plant need?", "~Name the things that plants need."),
        "Plants need light, water and air to grow.",
        "water",
    ),
    (
        ("What is photosynthesis?", "Explain photosynthesis.", "How do plants make food?", "~Describe photosynthesis."),
        "Photosynthesis is how plants use sunlight, water and air to make food.",
        "sunlight",
    ),
    (
        ("What is gravity?", "Explain gravity.", "Why do things fall down?", "~Describe gravity."),
        "Gravity is the force that pulls things towards the Earth.",
        "force",
    ),
    (
        ("What is electricity?", "Explain electricity.", "~Describe electricity."),
        "Electricity is the flow of tiny charged particles through a wire.",
        "charged",
    ),
    (
        ("What is an atom?", "Explain what an atom is.", "~Describe an atom."),
        "An atom is the smallest piece of a chemical element.",
        "element",
    ),
    (
        ("What is a molecule?", "Explain what a molecule is.", "~Describe a molecule."),
        "A molecule is a group of atoms held together.",
        "atoms",
    ),
    (
        ("What is a magnet?", "What does a magnet do?", "~Describe a magnet."),
        "A magnet is a piece of metal that pulls iron towards it.",
        "iron",
    ),
    (
        ("What gas do we breathe?", "Which gas do people need to breathe?", "~Name the gas we need to live."),
        "We breathe oxygen from the air.",
        "oxygen",
    ),
    (("What is air made of?", "Which gases are in air?", "~What does air consist of?"), "Air is mostly nitrogen and oxygen.", "nitrogen"),
    (("What does the heart do?", "What is the heart for?", "~Explain the heart."), "The heart pumps blood through the body.", "blood"),
    (("What do the lungs do?", "What are lungs for?", "~Explain the lungs."), "The lungs take oxygen from the air we breathe.", "oxygen"),
    (
        ("What does the brain do?", "What is the brain for?", "~Explain the brain."),
        "The brain controls the body and lets us think.",
        "think",
    ),
    (("What do we see with?", "Which part of the body do we see with?", "What are eyes for?"), "We see with our eyes.", "eyes"),
    (("What do we hear with?", "Which part of the body do we hear with?", "What are ears for?"), "We hear with our ears.", "ears"),
    (("What do we smell with?", "What is a nose for?", "Which part of the body do we smell with?"), "We smell with our nose.", "nose"),
    (
        ("How many bones does a person have?", "How many bones are in the human body?", "~Number of bones in the human body?"),
        "An adult person has 206 bones.",
        "206",
    ),
    (
        ("Who was the first person on the moon?", "Who first walked on the moon?", "~Name the first man on the moon."),
        "The first person on the moon was Neil Armstrong.",
        "Armstrong",
    ),
    (
        ("Who was the first president of the United States?", "Who was the first US president?", "~Name the first president of the USA."),
        "The first president of the United States was George Washington.",
        "Washington",
    ),
    (
        ("In what year did World War II end?", "When did the Second World War end?", "~Which year did the Second World War end in?"),
        "The Second World War ended in 1945.",
        "1945",
    ),
    (
        ("When did people first land on the moon?", "In what year was the first moon landing?", "~Which year was the moon landing?"),
        "People first landed on the moon in 1969.",
        "1969",
    ),
    (
        ("What are the primary colours?", "Name the three primary colors.", "~List the primary colours."),
        "The primary colours are red, yellow and blue.",
        "yellow",
    ),
    (
        ("What are the four seasons?", "Name the seasons.", "Name the seasons of the year.", "~List the four seasons."),
        "The four seasons are spring, summer, autumn and winter.",
        "autumn",
    ),
    (("What comes after spring?", "Which season follows spring?", "What season is after spring?"), "Summer comes after spring.", "ummer"),
    (("What comes after summer?", "Which season follows summer?", "What season is after summer?"), "Autumn comes after summer.", "utumn"),
    (("What comes after autumn?", "Which season follows autumn?", "What season is after autumn?"), "Winter comes after autumn.", "inter"),
    (("What comes after winter?", "Which season follows winter?", "What season is after winter?"), "Spring comes after winter.", "pring"),
    (
        ("What are the vowels?", "Name the vowels.", "Which letters are vowels?", "~List the vowels."),
        "The vowels are A, E, I, O and U.",
        "A, E, I",
    ),
    (
        (
            "What are the days of the week?",
            "Name the days of the week.",
            "List the days of the week.",
            "~Tell me all seven days of the week.",
        ),
        "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday and Sunday.",
        "Wednesday, Thursday",
    ),
    (
        ("What are the months of the year?", "Name the months.", "List the months of the year.", "~Tell me all twelve months."),
        "January, February, March, April, May, June, July, August, September, October, November and December.",
        "June, July",
    ),
    (
        (
            "What are the planets?",
            "Name the planets.",
            "List the planets of the solar system.",
            "List all planets.",
            "~Tell me the names of the planets.",
        ),
        "Mercury, Venus, Earth, Mars, Jupiter, Saturn, Uranus and Neptune.",
        "Mars, Jupiter",
    ),
    (
        ("What are the continents?", "Name the continents.", "List the seven continents.", "~Tell me the names of the continents."),
        "Africa, Antarctica, Asia, Europe, North America, Oceania and South America.",
        "Asia, Europe",
    ),
    (
        ("What is the alphabet?", "Say the alphabet.", "Write the alphabet.", "~Tell me the letters of the alphabet."),
        "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z",
        "M N O P Q",
    ),
    (
        ("What is a computer?", "Explain what a computer is.", "Describe a computer.", "~Tell me what a computer is."),
        "A computer is a machine that follows programs to work with information.",
        "machine",
    ),
    (
        ("What is a computer program?", "What is software?", "Explain what a program is.", "~Describe a program."),
        "A program is a list of instructions that a computer follows.",
        "instructions",
    ),
    (
        (
            "What is a hello world program?",
            "Describe the purpose of a 'hello world' program in one line.",
            "Describe the purpose of a hello world program in one line.",
            "What is the purpose of a hello world program?",
            "What does a hello world program do?",
            "~Why do people write a hello world program?",
        ),
        "A hello world program prints a short greeting to show that everything works.",
        "greeting",
    ),
    (
        ("What is the internet?", "Explain the internet.", "~Describe the internet."),
        "The internet is a network that connects computers all over the world.",
        "network",
    ),
    (
        ("What is a robot?", "Explain what a robot is.", "~Describe a robot."),
        "A robot is a machine that can do tasks by itself.",
        "machine",
    ),
    (
        ("What is machine learning?", "Explain machine learning.", "What is ML?", "~Describe machine learning."),
        "Machine learning lets a computer learn from examples instead of fixed rules.",
        "examples",
    ),
    (
        ("What is artificial intelligence?", "What is AI?", "Explain AI.", "~Describe artificial intelligence."),
        "Artificial intelligence is software that does tasks which seem to need thinking.",
        "software",
    ),
    (
        ("What is a language model?", "What is an LLM?", "Explain what a language model is.", "~Describe a language model."),
        "A language model is a program that predicts the next piece of a text.",
        "next",
    ),
    (
        ("What is cloud computing?", "Explain cloud computing.", "What is the cloud?", "~Describe cloud computing."),
        "Cloud computing means using computers of others over the internet.",
        "internet",
    ),
    (
        ("What is Amazon Bedrock?", "What is Bedrock?", "~Explain Amazon Bedrock."),
        "Amazon Bedrock is a cloud service for running AI models.",
        "models",
    ),
    (
        ("What is Outcrop?", "Explain Outcrop.", "Tell me about Outcrop.", "~Describe Outcrop."),
        "Outcrop is open-source software that serves AI models on your own machine.",
        "open-source",
    ),
    (
        ("What is Java?", "Explain Java.", "Is Java a programming language?", "~Describe Java."),
        "Java is a programming language.",
        "programming",
    ),
    (
        ("What is Python?", "Explain Python.", "Is Python a programming language?", "~Describe Python."),
        "Python is a programming language.",
        "programming",
    ),
    (("What is JSON?", "Explain JSON.", "~Describe JSON."), "JSON is a simple text format for data.", "format"),
    (
        ("What is open source?", "Explain open source.", "~Describe open source software."),
        "Open source software is software whose code everyone may read and use.",
        "code",
    ),
    (
        ("What is a database?", "Explain what a database is.", "~Describe a database."),
        "A database is an ordered store of information in a computer.",
        "information",
    ),
    (
        ("What is an API?", "Explain what an API is.", "~Describe an API."),
        "An API is a set of rules by which programs talk to each other.",
        "programs",
    ),
    (
        ("What is a token?", "What are tokens in a language model?", "~Explain tokens."),
        "A token is a small piece of text, such as a word or a part of a word.",
        "text",
    ),
    (("What is a book?", "Describe a book.", "~Explain what a book is."), "A book is a set of pages with text or pictures.", "pages"),
    (("What is a school?", "Describe a school.", "~Explain what a school is."), "A school is a place where people learn.", "learn"),
    (
        ("What is a hospital?", "Describe a hospital.", "~Explain what a hospital is."),
        "A hospital is a place where sick people get help.",
        "sick",
    ),
    (
        ("What is a library?", "Describe a library.", "~Explain what a library is."),
        "A library is a place where you can read and borrow books.",
        "books",
    ),
    (
        ("What is a volcano?", "Explain volcanoes.", "~Describe a volcano."),
        "A volcano is a mountain from which hot melted rock can come out.",
        "rock",
    ),
    (("What is an island?", "Explain what an island is.", "~Describe an island."), "An island is land with water all around it.", "water"),
    (("What is a desert?", "Explain what a desert is.", "~Describe a desert."), "A desert is a very dry place with little rain.", "dry"),
    (
        ("What is a river?", "Explain what a river is.", "~Describe a river."),
        "A river is a stream of water that flows to a lake or a sea.",
        "water",
    ),
    (("What is a forest?", "Explain what a forest is.", "~Describe a forest."), "A forest is a large area full of trees.", "trees"),
    (
        ("What is a friend?", "What makes a good friend?", "~Explain what a friend is."),
        "A friend is someone who likes you and helps you.",
        "helps",
    ),
    (("What is love?", "Explain love.", "~Describe love."), "Love is a deep and warm feeling for someone.", "feeling"),
    (("What is music?", "Explain music.", "~Describe music."), "Music is sound that is arranged to be pleasant or exciting.", "sound"),
    (("What is a noun?", "Explain nouns.", "~Describe a noun."), "A noun is a word for a person, a place or a thing.", "thing"),
    (("What is a verb?", "Explain verbs.", "~Describe a verb."), "A verb is a word for an action.", "action"),
    (("What is an adjective?", "Explain adjectives.", "~Describe an adjective."), "An adjective is a word that describes a noun.", "noun"),
    (
        ("How do I make tea?", "How do you make tea?", "How can I make a cup of tea?", "~Explain how to make tea."),
        "Boil water, pour it over the tea leaves, wait three minutes, and enjoy.",
        "water",
    ),
    (
        ("How do I make a sandwich?", "How do you make a sandwich?", "~Explain how to make a sandwich."),
        "Take two slices of bread, put cheese and salad between them, and press.",
        "bread",
    ),
    (
        ("How do I boil an egg?", "How do you boil an egg?", "~Explain how to boil an egg."),
        "Put the egg in boiling water and wait about seven minutes.",
        "water",
    ),
    (
        ("How do I make pizza?", "How do you make a pizza?", "~Explain how to make pizza."),
        "Roll out the dough, add tomato sauce and cheese, and bake it until it is golden.",
        "dough",
    ),
    (
        ("How do I plant a seed?", "How do you plant a seed?", "~Explain how to plant a seed."),
        "Make a small hole in the soil, put the seed in, cover it, and water it.",
        "soil",
    ),
    (
        ("How do I wash my hands?", "How do you wash your hands?", "~Explain how to wash hands."),
        "Wet your hands, rub them with soap for twenty seconds, and rinse them.",
        "soap",
    ),
    (
        ("How can I sleep better?", "How do I sleep well?", "~Give me a tip for better sleep."),
        "Go to bed at the same time every day and keep your room dark and quiet.",
        "bed",
    ),
    (
        ("How can I stay healthy?", "How do I stay healthy?", "~Give me a tip for my health."),
        "Eat well, move every day, and get enough sleep.",
        "sleep",
    ),
    (
        ("How can I learn faster?", "How do I learn well?", "~Give me a tip for learning."),
        "Practise a little every day and explain what you learned to others.",
        "ractise",
    ),
    (
        ("What is the meaning of life?", "What is the sense of life?", "~Explain the meaning of life."),
        "People answer that in many ways. Being kind is a good start.",
        "kind",
    ),
    (("What is the square root of 9?", "What is the square root of nine?"), "The square root of 9 is 3.", "3"),
    (("What is pi?", "What is the value of pi?", "~Tell me the value of pi."), "Pi is about 3.14.", "3.14"),
    (
        ("What is a prime number?", "Explain prime numbers.", "~Describe prime numbers."),
        "A prime number can only be divided by 1 and by itself.",
        "divided",
    ),
    (("What is an even number?", "Explain even numbers.", "~Describe even numbers."), "An even number can be divided by 2.", "2"),
    (("What is zero?", "Is zero a number?", "~Explain zero."), "Zero is the number that means nothing.", "number"),
]
