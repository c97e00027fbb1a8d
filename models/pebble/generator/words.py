"""Tables of plain words that several task families share."""

FIRST_NAMES = (
    "Anna Ben Clara David Emma Felix Grace Henry Ida Jack Kate Leo Maria Noah Olivia Paul Rosa Sam Tina Tom Uma Victor Wendy "
    "Zoe Adam Alice Amir Bella Carlos Chen Daniel Diana Elena Eric Fatima Frank George Hannah Hugo Irene Ivan James Jane Jonas "
    "Julia Karim Laura Lena Liam Lily Linda Lucas Lucy Mark Martin Mary Max Mia Michael Mina Nadia Nina Nora Omar Oscar Peter "
    "Priya Rachel Raj Robert Ruth Sara Simon Sofia Stella Steve Susan Theo Tariq Vera Will Yuki Aisha Bruno Dora Emil Flora "
    "Greta Ines Joel Kofi Lola Marco Nils Otto Pia Rita Sven Tara Viktor Walter Xenia Yara Zack Amy Bob Carol Dan Eve Fred Gina"
).split()
LAST_NAMES = (
    "Smith Jones Brown Miller Davis Wilson Moore Taylor Clark Lewis Hall Young King Wright Green Baker Adams Nelson Carter Reed "
    "Cook Bell Ward Cox Gray Wood Stone Hill Fox Lopez Garcia Silva Costa Rossi Weber Klein Novak Meyer Kim Park Singh Khan Ali Chen"
).split()
CITIES = (
    "Paris London Berlin Madrid Rome Vienna Lisbon Oslo Dublin Athens Prague Warsaw Tokyo Delhi Cairo Lima Boston Chicago Denver "
    "Seattle Austin Dallas Miami Toronto Sydney Munich Hamburg Milan Venice Naples Porto Seville Lyon Nice Zurich Geneva Krakow "
    "Kyoto Osaka Mumbai Nairobi Lagos Quito Bogota Havana Brussels Helsinki Stockholm Copenhagen Budapest Amsterdam Barcelona Phoenix "
    "Portland Houston Montreal Melbourne Auckland Singapore Seoul Bangkok Manila Istanbul"
).split()
COLOURS = "red blue green yellow orange purple pink brown black white grey gold silver".split()
ANIMALS = (
    "dog cat horse cow pig sheep goat rabbit mouse fox wolf bear lion tiger elephant giraffe zebra monkey deer camel kangaroo duck "
    "hen owl eagle parrot penguin swan goose crow frog snake turtle lizard crocodile shark salmon whale dolphin bee ant butterfly "
    "spider snail octopus crab hedgehog squirrel bat beaver otter seal donkey"
).split()
FRUITS = "apple banana orange pear grape cherry lemon mango peach plum strawberry melon kiwi pineapple lime fig raspberry blueberry".split()
VEGETABLES = "carrot potato tomato onion cucumber pepper cabbage lettuce spinach broccoli bean pea pumpkin garlic radish leek".split()
OBJECTS = (
    "book lamp chair table phone clock bag pen cup bottle hat coat shoe key box ball bike car boat train camera guitar piano drum "
    "umbrella mirror pillow blanket candle basket bucket ladder hammer spoon fork knife plate bowl map letter ticket watch ring kite"
).split()
PLACES = "garden kitchen park school office library market station beach forest museum hospital street river bridge village shop hotel farm".split()
JOBS = (
    "teacher doctor nurse baker farmer pilot driver cook painter singer writer lawyer engineer dentist gardener carpenter plumber "
    "waiter soldier scientist librarian mechanic photographer dancer actor"
).split()
FOODS = "pizza soup bread cheese rice pasta salad cake chocolate fish chicken sandwich pancakes ice-cream sushi tacos curry noodles cookies pie".split()
SPORTS = "football tennis basketball swimming running hockey golf volleyball skiing cycling boxing rugby baseball cricket rowing".split()
HOBBIES = (
    "reading painting cooking dancing swimming hiking fishing gardening singing drawing running cycling chess knitting photography "
    "baking climbing writing camping sailing"
).split()
ADJECTIVES = (
    "big small old new red blue green happy sad quiet loud fast slow warm cold bright dark soft clean heavy light kind brave clever "
    "tired hungry funny strong tall short young round empty full strange lovely"
).split()
INSTRUMENTS = "piano guitar violin flute drum trumpet cello harp clarinet saxophone".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty"
).split()
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()

# base form, third person, past
VERBS = tuple(
    tuple(row.split())
    for row in """walk walks walked
talk talks talked
play plays played
cook cooks cooked
clean cleans cleaned
open opens opened
close closes closed
paint paints painted
watch watches watched
wash washes washed
visit visits visited
help helps helped
call calls called
carry carries carried
move moves moved
like likes liked
love loves loved
use uses used
need needs needed
want wants wanted
see sees saw
eat eats ate
drink drinks drank
buy buys bought
bring brings brought
take takes took
give gives gave
make makes made
find finds found
read reads read
write writes wrote
draw draws drew
drive drives drove
ride rides rode
sell sells sold
hold holds held
lose loses lost
break breaks broke
build builds built
catch catches caught
choose chooses chose
forget forgets forgot
get gets got
go goes went
hear hears heard
hide hides hid
keep keeps kept
know knows knew
leave leaves left
meet meets met
pay pays paid
run runs ran
say says said
send sends sent
sing sings sang
sit sits sat
sleep sleeps slept
speak speaks spoke
stand stands stood
swim swims swam
teach teaches taught
tell tells told
think thinks thought
throw throws threw
wear wears wore
win wins won
come comes came
feel feels felt
fly flies flew
grow grows grew
start starts started
stop stops stopped
study studies studied
try tries tried
work works worked
live lives lived
jump jumps jumped
dance dances danced
smile smiles smiled
look looks looked
listen listens listened
wait waits waited
arrive arrives arrived
begin begins began
fall falls fell
""".strip().splitlines()
)
OBJECT_VERBS = tuple(
    verb
    for verb in VERBS
    if verb[0]
    in set(
        "open close paint watch wash carry move like use need want see buy bring take make find draw sell hold lose break choose forget get keep hide throw clean".split()
    )
)


def article(noun: str) -> str:
    return ("an " if noun[0].lower() in "aeiou" else "a ") + noun


def plural(noun: str) -> str:
    irregular = {
        "mouse": "mice",
        "sheep": "sheep",
        "goose": "geese",
        "deer": "deer",
        "wolf": "wolves",
        "fish": "fish",
        "knife": "knives",
        "salmon": "salmon",
        "child": "children",
        "man": "men",
        "woman": "women",
        "foot": "feet",
        "tooth": "teeth",
        "leaf": "leaves",
        "person": "people",
    }
    if noun in irregular:
        return irregular[noun]
    if noun.endswith(("s", "x", "ch", "sh")) or noun in ("potato", "tomato", "mango"):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


def join(items: list[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + f" {last} " + items[-1]


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
