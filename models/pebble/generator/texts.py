"""Free texts: lists, stories, poems, sentences, summaries and word-by-word translation."""

from __future__ import annotations

from .draw import Draw, Task
from .words import (
    ADJECTIVES,
    ANIMALS,
    CITIES,
    COLOURS,
    FIRST_NAMES,
    FOODS,
    FRUITS,
    HOBBIES,
    INSTRUMENTS,
    JOBS,
    MONTHS,
    NUMBERS,
    OBJECTS,
    PLACES,
    SPORTS,
    VEGETABLES,
    article,
    capital,
    plural,
)

_GROUPS = {
    "fruits": FRUITS,
    "vegetables": VEGETABLES,
    "animals": ANIMALS,
    "colours": COLOURS,
    "colors": COLOURS,
    "cities": CITIES,
    "sports": SPORTS,
    "hobbies": HOBBIES,
    "jobs": JOBS,
    "foods": FOODS,
    "musical instruments": INSTRUMENTS,
    "first names": FIRST_NAMES,
    "names for a dog": "Max Bella Lucky Rocky Coco Buddy Daisy Luna Charlie Milo".split(),
    "names for a cat": "Luna Milo Tiger Simba Coco Misty Felix Smokey Lily Oscar".split(),
    "birds": "eagle owl parrot penguin swan robin crow pigeon sparrow duck".split(),
    "pets": "dog cat rabbit hamster goldfish parrot".split(),
    "farm animals": "cow pig sheep goat horse hen donkey duck".split(),
    "flowers": "rose tulip daisy lily sunflower orchid violet".split(),
    "trees": "oak pine birch maple willow palm beech".split(),
    "drinks": "water milk tea coffee juice lemonade".split(),
    "countries": "France Germany Italy Spain Japan China India Brazil Canada Mexico Egypt Kenya Norway Sweden Poland Greece Peru Chile".split(),
    "planets": "Mercury Venus Earth Mars Jupiter Saturn Uranus Neptune".split(),
    "metals": "iron gold copper silver tin zinc lead".split(),
    "vehicles": "car bus truck bicycle train boat plane".split(),
    "tools": "hammer saw screwdriver drill wrench shovel axe".split(),
    "shapes": "circle square triangle rectangle oval hexagon".split(),
    "body parts": "head arm leg hand foot nose ear eye".split(),
    "clothes": "hat coat shirt shoes scarf gloves dress jacket".split(),
    "languages": "English Spanish French German Italian Japanese Arabic Russian".split(),
    "insects": "bee ant butterfly fly beetle wasp moth".split(),
    "programming languages": "Java Python C Rust Go Ruby Kotlin JavaScript".split(),
    "school subjects": "math history music art science geography".split(),
    "rooms": "kitchen bedroom bathroom hall cellar attic".split(),
    "months": MONTHS,
    "pop songs": "Summer-Light Dancing-Home Blue-River Golden-Day Run-With-Me Little-Star Night-Train".replace("-", "_").split(),
    "book titles": "The_Quiet_Sea A_Long_Way_Home The_Last_Garden Stars_at_Night The_Old_Map".split(),
    "things in a kitchen": "spoon fork knife plate bowl pan cup".split(),
    "things in a school": "book pen desk chair board map".split(),
    "sea animals": "shark whale dolphin octopus crab seal salmon".split(),
    "weather words": "rain snow wind fog sun storm cloud".split(),
    "reasons to go outside": "Fresh_air_is_good_for_you. You_can_see_nature. Walking_keeps_you_fit. Sunlight_makes_you_happy. You_may_meet_friends.".split(),
    "tips for learning": "Practise_every_day. Take_short_breaks. Sleep_enough. Ask_questions. Explain_it_to_a_friend.".split(),
    "good habits": "Drink_enough_water. Go_for_a_walk. Read_a_book. Sleep_eight_hours. Help_others.".split(),
}


def listing(draw: Draw) -> Task:
    group = draw.pick(list(_GROUPS))
    members = [capital(member.replace("_", " ")) for member in _GROUPS[group]]
    size = draw.between(1 if draw.chance(0.1) else 2, min(6, len(members)))
    chosen = draw.sample(members, size)
    count = NUMBERS[size] if draw.chance(0.65) else str(size)
    if size == 1:
        noun = {"cities": "city", "countries": "country", "hobbies": "hobby", "clothes": "piece of clothing"}.get(
            group,
            group.replace("names for", "name for")
            .replace("things in", "thing in")
            .replace("reasons to", "reason to")
            .replace("tips for", "tip for"),
        )
        noun = noun[:-1] if noun == group and noun.endswith("s") else noun
        count = "one"
    else:
        noun = group
    base = (
        "List {c} {g}",
        "Name {c} {g}",
        "Give me {c} {g}",
        "Write {c} {g}",
        "Tell me {c} {g}",
        "Can you name {c} {g}",
        "Create a list of {c} {g}",
        "~I need {c} {g}",
        "~Suggest {c} {g}",
        "Please list {c} {g}",
        "What are {c} {g}",
    )
    style = draw.random.random()
    sentences = members[0].endswith(".")
    if size == 1:
        suffix, answer = ".", chosen[0]
    elif style < 0.3:
        suffix, answer = (
            draw.pick((" as a numbered list.", " in a numbered list.", ", numbered.")),
            "\n".join(f"{i}. {item}" for i, item in enumerate(chosen, 1)),
        )
    elif style < 0.5:
        suffix, answer = (
            draw.pick((" as bullet points.", " as a bullet list.", " in a bulleted list.", " with bullet points.")),
            "\n".join(f"- {item}" for item in chosen),
        )
    elif style < 0.62 and not sentences:
        suffix, answer = draw.pick((" separated by commas.", " in one line.", ", comma-separated.")), ", ".join(chosen)
    else:
        suffix, answer = draw.pick((".", ".", "?")), "\n".join(f"- {item}" for item in chosen)
    prompt = draw.phrase([option + suffix for option in base], c=count, g=noun)
    return Task("lists", prompt, answer, f"{group}|{size}|{suffix}|{prompt.lower()}", f"list:{size}", tuple(members))


_SUBJECTS = (
    *ANIMALS,
    "dragon",
    "robot",
    "unicorn",
    "king",
    "princess",
    "boy",
    "girl",
    "wizard",
    "pirate",
    "star",
    "tree",
    "cloud",
    "river",
    "ghost",
    "farmer",
    "teacher",
    "baker",
    "pilot",
    "sailor",
    "fairy",
    "giant",
    "knight",
    "astronaut",
    "snowman",
    "toy",
    "train",
    "boat",
    "lamp",
    "clock",
    "stone",
    "pebble",
)
_STORY = {
    "open": (
        "Once upon a time there was {a_adj} {s} {named}.",
        "There once was {a_adj} {s} {named}.",
        "In a small village there lived {a_adj} {s} {named}.",
        "Long ago {a_adj} {s} {named} lived near the {p}.",
        "{N} was {a_adj} {s} who lived by the {p}.",
    ),
    "wish": (
        "Every day {N} went to the {p2} and looked at the {adj2} sky.",
        "More than anything, {N} wanted to find a {o}.",
        "{N} had never seen the {p2} and was very curious.",
        "{N} loved {h} but had nobody to share it with.",
        "Each morning {N} dreamed of a trip to the {p2}.",
    ),
    "event": (
        "One day a storm came and the {o} was gone.",
        "One morning {N} found an old {o} in the {p2}.",
        "One evening {N} heard a strange sound from the {p2}.",
        "Then, on a cold day, {N} got lost in the {p2}.",
        "One day {N} met a {adj2} {s2} near the {p2}.",
        "On a sunny day {N} set off to the {p2} with a {o}.",
    ),
    "turn": (
        "At first {N} was afraid, but then a {s2} came to help.",
        "{N} was sad and did not know what to do.",
        '"Do not worry," said a kind {s2}, "we can do it together."',
        "{N} took a deep breath and kept going.",
        'A {s2} came by and asked, "Can I help you?"',
    ),
    "solve": (
        "They looked everywhere and at last they found the {o}.",
        "Together they walked home through the {p}.",
        "They worked all day, and in the evening all was well.",
        "With the help of the {s2}, {N} found the way home.",
        "They shared some {f} and became good friends.",
    ),
    "end": (
        "From that day on, {N} was never alone.",
        "{N} was happy and slept well that night.",
        "And they lived happily ever after.",
        "{N} smiled and thanked the {s2}.",
        "And {N} learned that a friend is the best gift.",
        "Since then they meet at the {p} every day.",
    ),
}


def _story(draw: Draw, subject: str, name: str, sentences: int) -> str:
    friend = draw.pick([s for s in ANIMALS if s != subject and s[0] not in "aeiou"])
    places = draw.sample([p for p in PLACES if p[0] not in "aeiou"], 2)
    adjectives = draw.sample("little young small kind brave clever happy lonely curious old gentle".split(), 2)
    values = {
        "s": subject,
        "a_adj": article(adjectives[0]),
        "adj2": draw.pick("big bright quiet friendly strange lovely".split()),
        "N": name,
        "named": draw.pick((f"named {name}", f"called {name}")),
        "p": places[0],
        "p2": places[1],
        "o": draw.pick([o for o in OBJECTS if o[0] not in "aeiou" and o not in ("bread", "letter")]),
        "s2": friend,
        "h": draw.pick(HOBBIES),
        "f": draw.pick(FOODS),
    }
    parts = {
        2: ("open", "end"),
        3: ("open", "event", "end"),
        4: ("open", "event", "solve", "end"),
        5: ("open", "wish", "event", "solve", "end"),
        6: tuple(_STORY),
    }[sentences]
    return " ".join(draw.pick(_STORY[part]).format(**values) for part in parts)


def story(draw: Draw) -> Task:
    subject = draw.pick(_SUBJECTS) if draw.chance(0.93) else draw.made_up_word(2)
    named = draw.chance(0.25)
    name = draw.pick(FIRST_NAMES)
    about = article(subject) + (f" {draw.pick(('named', 'called'))} {name}" if named else "")
    if draw.chance(0.1):
        about = f"two {plural(subject)}"
    kind = draw.random.random()
    if kind < 0.2:
        size = draw.between(2, 6)
        options, values = (
            (
                "Write a story with {k} sentences about {a}.",
                "Tell me a {k}-sentence story about {a}.",
                "~Write {k} sentences about {a} as a story.",
            ),
            {"k": NUMBERS[size]},
        )
    elif kind < 0.35:
        size, values = 3, {}
        options = ("Write a very short story about {a}.", "Tell me a tiny story about {a}.", "~Write a mini story about {a}.")
    else:
        size, values = draw.between(4, 6), {}
        options = (
            "Write a short story about {a}.",
            "Tell me a story about {a}.",
            "Write a story about {a}.",
            "A short story about {a}.",
            "Can you write a story about {a}?",
            "Tell me a bedtime story about {a}.",
            "Make up a story about {a}.",
            "~I would like to hear a story about {a}.",
            "Write a little tale about {a}.",
            "Story about {a}.",
            "~Invent a story about {a}.",
            "Please write a short story about {a}.",
        )
    prompt = draw.phrase(options, a=about, **values)
    return Task("stories", prompt, _story(draw, subject, name, size), f"{about}|{size}|{prompt[:12]}", "prose", (subject,))


_ABOUT = {
    "dog": (
        "The dog runs across the green grass.",
        "Its tail is never still.",
        "A dog is a faithful friend.",
        "It waits at the door for you.",
    ),
    "cat": (
        "The cat sleeps in the warm sun.",
        "Soft paws make no sound.",
        "It looks at the moon at night.",
        "A quiet purr fills the room.",
    ),
    "sea": ("The sea is wide and blue.", "Waves come and waves go.", "A white boat sails home.", "The wind sings over the water."),
    "spring": ("New leaves are on the trees.", "Birds sing in the morning.", "The snow has gone away.", "Flowers open in the sun."),
    "summer": (
        "The days are long and warm.",
        "Children play by the river.",
        "The sun shines on the fields.",
        "Sweet fruit grows on the trees.",
    ),
    "autumn": (
        "Red leaves fall to the ground.",
        "The wind is cool and clear.",
        "The fields are gold and brown.",
        "The evenings come early now.",
    ),
    "winter": (
        "Snow lies on the quiet roofs.",
        "The lake is cold and still.",
        "A candle shines at the window.",
        "The long night is full of stars.",
    ),
    "rain": ("Rain falls on the roof.", "The street is dark and wet.", "Small drops run down the glass.", "The garden drinks and grows."),
    "moon": (
        "The moon is round and bright.",
        "It looks down on the sleeping town.",
        "Its light is on the water.",
        "Night after night it comes back.",
    ),
    "sun": (
        "The sun comes up in the east.",
        "It warms the fields and the roofs.",
        "Flowers turn their heads to it.",
        "In the evening it paints the sky red.",
    ),
    "night": ("The night is dark and calm.", "Stars shine over the hills.", "An owl calls from the wood.", "Soon a new day will begin."),
    "forest": (
        "Tall trees stand side by side.",
        "A deer walks on soft moss.",
        "Light falls through the leaves.",
        "The forest breathes and is still.",
    ),
    "river": (
        "The river runs to the sea.",
        "It sings over round stones.",
        "Fish shine in the clear water.",
        "It never stops and never rests.",
    ),
    "love": ("Love is a warm and gentle light.", "It grows in quiet days.", "Two hands hold each other.", "A kind word is a gift."),
    "friendship": (
        "A friend walks by your side.",
        "You share your bread and your time.",
        "You laugh about small things.",
        "A friend is there when it rains.",
    ),
    "mountain": (
        "The mountain stands above the clouds.",
        "Its top is white with snow.",
        "A small path leads up.",
        "From there you see the world.",
    ),
    "flower": (
        "A flower opens in the morning.",
        "Its colours are soft and bright.",
        "A bee comes to visit it.",
        "It gives its smell to the wind.",
    ),
    "star": ("A star shines far away.", "Its light is old and clear.", "Sailors follow it home.", "It keeps watch over the night."),
    "home": (
        "Home is a light in the window.",
        "The soup is warm on the table.",
        "Voices fill the small rooms.",
        "Here the door is always open.",
    ),
    "computer": (
        "The computer hums all day.",
        "Small lights blink in the dark.",
        "It counts and never sleeps.",
        "It answers when you ask.",
    ),
    "bird": ("A bird sits on a thin branch.", "It sings to the morning.", "Its wings are light and quick.", "It flies over the roofs."),
    "tree": ("The tree is old and strong.", "Its roots go deep.", "Birds build nests in it.", "Its shade is cool in summer."),
}


def poem(draw: Draw) -> Task:
    subject = draw.pick(list(_ABOUT))
    name = (
        subject
        if subject in ("love", "friendship", "spring", "summer", "autumn", "winter", "home", "rain")
        else draw.pick((f"the {subject}", article(subject)))
    )
    lines = draw.sample(_ABOUT[subject], 4)
    kind = draw.between(0, 3)
    if kind == 0:
        options, lines = ("Write a haiku about {a}.", "Write a poem of three lines about {a}.", "~Give me a haiku about {a}."), lines[:3]
    elif kind == 1:
        options = (
            "Describe {a} in a few sentences.",
            "Write a short text about {a}.",
            "Write a paragraph about {a}.",
            "~Write a few lines about {a}.",
            "Write something about {a}.",
        )
        text = " ".join(lines)
        return Task(
            "stories",
            draw.phrase(options, a=name),
            text,
            f"text|{name}|{options[0]}",
            "prose",
            tuple({w.strip(".").lower() for w in text.split() if len(w) > 4}),
        )
    else:
        options = (
            "Write a poem about {a}.",
            "Write a short poem about {a}.",
            "Can you write a poem about {a}?",
            "Make a poem about {a}.",
            "~Compose a little poem about {a}.",
            "Poem about {a}.",
        )
    text = "\n".join(lines)
    return Task(
        "stories",
        draw.phrase(options, a=name),
        text,
        f"poem|{name}|{options[0]}|{len(lines)}",
        "prose",
        tuple({w.strip(".").lower() for w in text.split() if len(w) > 4}),
    )


_WITH_WORD = (
    "I saw {a} in the {p}.",
    "My {j} friend has {a}.",
    "There is {a} near the {p}.",
    "{n} found {a} in the {p}.",
    "{n} gave me {a}.",
    "We talked about {a} in {c}.",
)


def sentence_with(draw: Draw) -> Task:
    word = draw.pick((*OBJECTS, *ANIMALS, *FRUITS)) if draw.chance(0.8) else draw.made_up_word(2)
    prompt = draw.phrase(
        (
            "Write a sentence with the word {w}.",
            "Use the word {w} in a sentence.",
            "Make a sentence with {w}.",
            "Write one sentence about {a}.",
            "~Give me a sentence that contains {w}.",
            "Write a sentence about {a}.",
        ),
        w=word,
        a=article(word),
    )
    answer = draw.pick(_WITH_WORD).format(
        a=article(word),
        p=draw.pick(PLACES),
        j=draw.pick([x for x in ADJECTIVES if x in "kind brave clever tall young funny old".split()]),
        n=draw.pick(FIRST_NAMES),
        c=draw.pick(CITIES),
    )
    return Task("stories", prompt, answer, f"with|{word}|{prompt[:10]}", "prose", (word,))


def paragraph(draw: Draw) -> tuple[str, str, str]:
    """A paragraph, its one-sentence summary and its key."""
    n, c, p = draw.pick(FIRST_NAMES), draw.pick(CITIES), draw.pick(PLACES)
    o, f, m, j = draw.pick(OBJECTS), draw.pick(FOODS), draw.pick(MONTHS), draw.pick(JOBS)
    days, by = draw.between(2, 9), draw.pick(("train", "bus", "car", "plane", "bike", "boat"))
    weather = draw.pick(("sunny", "rainy", "cold", "windy", "warm"))
    good = draw.chance(0.5)
    extras = [
        f"The weather was {weather}.",
        f"There were many people in the {p}.",
        f"In the evening there was {f} to eat.",
        f"It took {days} hours to get there.",
        f"Some friends from {draw.pick(CITIES)} came along.",
        f"The {p} was quiet in the morning.",
        "Everything was a bit more expensive than before.",
    ]
    kinds = (
        (
            [
                f"{n} went to {c} by {by} in {m}.",
                f"{n} stayed there for {days} days and visited the {p}.",
                f"{n} {'enjoyed the trip very much' if good else 'did not enjoy the trip'}.",
            ],
            f"{n} went to {c} by {by} and {'enjoyed' if good else 'did not enjoy'} the trip.",
        ),
        (
            [
                f"A new {p} opened in {c} in {m}.",
                f"It took {days} years to build.",
                f"People {'love it' if good else 'complain about it'}.",
            ],
            f"A new {p} opened in {c} and people {'love it' if good else 'complain about it'}.",
        ),
        (
            [
                f"{n} lost a {o} in the {p}.",
                f"{n} looked for it for {days} hours.",
                f"{'In the end a ' + j + ' found it' if good else 'Nobody could find it'}.",
            ],
            f"{n} lost a {o} in the {p} and {'a ' + j + ' found it' if good else 'nobody could find it'}.",
        ),
        (
            [
                f"{n} works as {article(j)} in {c}.",
                f"{n} started this job {days} years ago.",
                f"{n} {'loves the work' if good else 'wants to find other work'}.",
            ],
            f"{n} is {article(j)} in {c} and {'loves the work' if good else 'wants other work'}.",
        ),
        (
            [
                f"{n} bought {article(o)} in {c}.",
                f"It cost {days * 10} dollars.",
                f"{'It works very well' if good else 'It broke after ' + str(days) + ' days'}.",
            ],
            f"{n} bought {article(o)} that {'works very well' if good else 'broke soon'}.",
        ),
        (
            [f"{n} cooked {f} for {days} friends.", f"They ate it in the {p}.", f"{'Everyone liked it' if good else 'Nobody liked it'}."],
            f"{n} cooked {f} for friends and {'everyone liked it' if good else 'nobody liked it'}.",
        ),
        (
            [
                f"The team from {c} played in {m}.",
                f"They trained for {days} weeks.",
                f"{'They won the match' if good else 'They lost the match'}.",
            ],
            f"The team from {c} {'won' if good else 'lost'} the match.",
        ),
    )
    core, summary = draw.pick(kinds)
    for extra in draw.sample(extras, draw.between(0, 2)):
        core.insert(draw.between(1, len(core)), extra)
    text = " ".join(core)
    return text, summary, text


def summary(draw: Draw) -> Task:
    text, short, key = paragraph(draw)
    prompt = draw.phrase(
        (
            "Summarize this text in one sentence: {x}",
            "Summarize: {x}",
            "Summarise the text in one sentence.\n{x}",
            "{x}\nSummarize this in one sentence.",
            "Write a one-sentence summary: {x}",
            "TL;DR: {x}",
            "Give a short summary of this text.\n\n{x}",
            "What is this text about? {x}",
            "~Sum up the following text in a single sentence: {x}",
            "~Please give me the main point: {x}",
            "Text: {x}\nSummary:",
            "Summarize the following paragraph: {x}",
        ),
        x=text,
    )
    return Task("summary", prompt, short, key)


DICTIONARY = tuple(
    tuple(row.split(","))
    for row in """dog,perro,chien,Hund;cat,gato,chat,Katze;house,casa,maison,Haus;book,libro,livre,Buch;water,agua,eau,Wasser;bread,pan,pain,Brot;milk,leche,lait,Milch;sun,sol,soleil,Sonne;moon,luna,lune,Mond;star,estrella,étoile,Stern
tree,árbol,arbre,Baum;flower,flor,fleur,Blume;friend,amigo,ami,Freund;mother,madre,mère,Mutter;father,padre,père,Vater;brother,hermano,frère,Bruder;sister,hermana,sœur,Schwester;child,niño,enfant,Kind;man,hombre,homme,Mann;woman,mujer,femme,Frau
red,rojo,rouge,rot;blue,azul,bleu,blau;green,verde,vert,grün;yellow,amarillo,jaune,gelb;white,blanco,blanc,weiß;black,negro,noir,schwarz;one,uno,un,eins;two,dos,deux,zwei;three,tres,trois,drei;four,cuatro,quatre,vier;five,cinco,cinq,fünf
six,seis,six,sechs;seven,siete,sept,sieben;eight,ocho,huit,acht;nine,nueve,neuf,neun;ten,diez,dix,zehn;big,grande,grand,groß;small,pequeño,petit,klein;good,bueno,bon,gut;bad,malo,mauvais,schlecht;hello,hola,bonjour,hallo
thank you,gracias,merci,danke;yes,sí,oui,ja;no,no,non,nein;please,por favor,s'il vous plaît,bitte;good morning,buenos días,bonjour,guten Morgen;good night,buenas noches,bonne nuit,gute Nacht;goodbye,adiós,au revoir,auf Wiedersehen
apple,manzana,pomme,Apfel;cheese,queso,fromage,Käse;fish,pescado,poisson,Fisch;egg,huevo,œuf,Ei;wine,vino,vin,Wein;table,mesa,table,Tisch;chair,silla,chaise,Stuhl;door,puerta,porte,Tür;window,ventana,fenêtre,Fenster;street,calle,rue,Straße
city,ciudad,ville,Stadt;school,escuela,école,Schule;car,coche,voiture,Auto;day,día,jour,Tag;night,noche,nuit,Nacht;year,año,an,Jahr;head,cabeza,tête,Kopf;hand,mano,main,Hand;eye,ojo,œil,Auge;heart,corazón,cœur,Herz;love,amor,amour,Liebe
time,tiempo,temps,Zeit;world,mundo,monde,Welt;horse,caballo,cheval,Pferd;bird,pájaro,oiseau,Vogel;cow,vaca,vache,Kuh;garden,jardín,jardin,Garten;sea,mar,mer,Meer;mountain,montaña,montagne,Berg;river,río,rivière,Fluss;rain,lluvia,pluie,Regen
snow,nieve,neige,Schnee;winter,invierno,hiver,Winter;summer,verano,été,Sommer;Monday,lunes,lundi,Montag;Friday,viernes,vendredi,Freitag;Sunday,domingo,dimanche,Sonntag;happy,feliz,heureux,glücklich;cold,frío,froid,kalt;new,nuevo,nouveau,neu;old,viejo,vieux,alt
to eat,comer,manger,essen;to drink,beber,boire,trinken;to sleep,dormir,dormir,schlafen;to read,leer,lire,lesen;to write,escribir,écrire,schreiben;key,llave,clé,Schlüssel;letter,carta,lettre,Brief;sugar,azúcar,sucre,Zucker;salt,sal,sel,Salz""".replace(
        "\n", ";"
    ).split(";")
)
LANGUAGES = ("Spanish", "French", "German")


def translation(draw: Draw) -> Task:
    row, language = draw.pick(DICTIONARY), draw.between(1, 3)
    into = draw.chance(0.7)
    source, target = (row[0], row[language]) if into else (row[language], row[0])
    if into:
        options = (
            "Translate {w} to {l}.",
            'Translate "{w}" into {l}.',
            "How do you say {w} in {l}?",
            "What is {w} in {l}?",
            "What is the {l} word for {w}?",
            "{w} in {l}",
            "Translate to {l}: {w}",
            "~Give me the {l} translation of {w}.",
            "~Say {w} in {l}.",
            "{l} for {w}?",
        )
    else:
        options = (
            "What does the {l} word {w} mean?",
            'Translate the {l} word "{w}" to English.',
            "Translate from {l} to English: {w}",
            "What is the {l} word {w} in English?",
            "~Give me the English for the {l} word {w}.",
        )
    template = draw.template(options)
    prompt = draw.phrase((template,), w=source, l=LANGUAGES[language - 1])
    return Task("translation", prompt, target, f"{row[0]}|{language}|{into}|{template}")
