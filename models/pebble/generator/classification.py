"""Classification: the answer is the label and nothing else."""

from __future__ import annotations

from .draw import Draw, Task
from .rewriting import sentence
from .words import CITIES, FIRST_NAMES, FOODS, JOBS, OBJECTS, PLACES, SPORTS, article

_GOOD = "great wonderful excellent fantastic lovely perfect amazing delicious brilliant superb good nice beautiful awesome friendly helpful".split()
_BAD = "terrible awful horrible bad disappointing boring poor broken ugly rude dirty useless slow nasty dreadful annoying".split()
_NEUTRAL = (
    "The {o} is on the table.",
    "The {o} arrived on {d}.",
    "The meeting starts at {h}.",
    "The shop opens at {h}.",
    "I bought {a} at the {p}.",
    "The train goes to {c}.",
    "It has {h} pages.",
    "The {o} is made of wood.",
    "{n} went to the {p}.",
    "The office is in {c}.",
    "The box contains {a}.",
    "The bus stops at the {p}.",
    "The report has {h} pages.",
)
_OPINIONS = {
    "positive": (
        "The {t} was {g}.",
        "I love this {t}!",
        "What a {g} {t}!",
        "This {t} is {g} and {g2}.",
        "I am so happy with the {t}.",
        "The {t} made my day.",
        "Really {g} {t}, I will come back.",
        "I enjoyed the {t} a lot.",
        "Best {t} ever!",
        "We had a {g} time at the {p}.",
        "{n} was {g} and {g2}.",
        "I would recommend this {t} to everyone.",
        "Thank you, the {t} is {g}!",
        "Not bad at all, the {t} was {g}.",
    ),
    "negative": (
        "The {t} was {b}.",
        "I hate this {t}.",
        "What a {b} {t}.",
        "This {t} is {b} and {b2}.",
        "I am so unhappy with the {t}.",
        "The {t} ruined my day.",
        "Really {b} {t}, never again.",
        "I did not like the {t} at all.",
        "Worst {t} ever!",
        "We had a {b} time at the {p}.",
        "{n} was {b} and {b2}.",
        "I want my money back for this {t}.",
        "The {t} broke after one day.",
        "The {t} was not {g}.",
    ),
}
_REVIEWED = "movie book food hotel service phone restaurant film soup pizza room game song show coffee camera car laptop concert trip holiday waiter staff product".split()


def opinion(draw: Draw, label: str) -> str:
    """One sentence with the given sentiment."""
    good, bad = draw.sample(_GOOD, 2), draw.sample(_BAD, 2)
    values = {
        "t": draw.pick((*_REVIEWED, *OBJECTS)),
        "g": good[0],
        "g2": good[1],
        "b": bad[0],
        "b2": bad[1],
        "p": draw.pick(PLACES),
        "n": draw.pick((*FIRST_NAMES, "The staff", "The waiter", "The " + draw.pick(JOBS))),
        "o": draw.pick(OBJECTS),
        "a": article(draw.pick(OBJECTS)),
        "c": draw.pick(CITIES),
        "h": draw.between(2, 12),
        "d": draw.pick(("Monday", "Tuesday", "Friday", "Sunday")),
    }
    return draw.pick(_OPINIONS.get(label, _NEUTRAL)).format(**values)


def sentiment(draw: Draw) -> Task:
    labels = ["positive", "negative"] + (["neutral"] if draw.chance(0.6) else [])
    label = draw.pick(labels)
    text = opinion(draw, label)
    if draw.chance(0.3):
        text = f"{text} {opinion(draw, label)}"
    draw.random.shuffle(labels)
    shown = labels
    capitals = draw.chance(0.25)
    if capitals:
        shown = [name.title() for name in labels]
    prompt = draw.phrase(
        (
            "Classify the sentiment as {l}: {x}",
            "Is this text {l}? {x}",
            "What is the sentiment of this text ({l})? {x}",
            "Sentiment ({l}): {x}",
            "Label the sentiment as {l}.\nText: {x}",
            "Is the following review {l}?\n{x}",
            "Text: {x}\nSentiment ({l})?",
            "{x}\nIs this {l}?",
            "~Decide if the mood of this message is {l}: {x}",
            'Classify this review as {l}: "{x}"',
            "~Choose one label from {l} for this review: {x}",
        ),
        l=", ".join(shown[:-1]) + " or " + shown[-1],
        x=text,
    )
    return Task("classification", prompt, label.title() if capitals else label, f"sentiment|{text}")


def sentiment_without_labels(draw: Draw) -> Task:
    label = draw.pick(("positive", "negative"))
    text = opinion(draw, label)
    prompt = draw.phrase(
        (
            "What is the sentiment of this text? {x}",
            "Classify the sentiment: {x}",
            "Classify the sentiment of this review: {x}",
            'Sentiment of "{x}"?',
            "~Tell me the sentiment of this sentence: {x}",
            "Determine the sentiment: {x}",
        ),
        x=text,
    )
    return Task("classification", prompt, label, f"sentiment|{text}")


_TOPICS = {
    "sports": (
        "{n} won the {s} match.",
        "The {s} team scored twice.",
        "The final of the {s} cup is in {c}.",
        "{n} trains for the {s} season.",
        "The coach of the {s} club left.",
        "Our {s} player was injured.",
    ),
    "weather": (
        "It will rain in {c} tomorrow.",
        "A storm is coming to {c}.",
        "The sun shines in {c} all week.",
        "Snow fell in {c} last night.",
        "It is cold and windy in {c}.",
        "Expect clouds and light rain in {c}.",
    ),
    "food": (
        "The {f} needs more salt.",
        "{n} cooked {f} for dinner.",
        "Bake the {f} for twenty minutes.",
        "The restaurant in {c} serves {f}.",
        "A recipe for {f} with cheese.",
        "Add sugar and butter to the {f}.",
    ),
    "music": (
        "{n} sang a new song.",
        "The band plays in {c} tonight.",
        "The album has ten songs.",
        "{n} plays the guitar on stage.",
        "The orchestra gave a concert in {c}.",
        "Her new single is in the charts.",
    ),
    "travel": (
        "{n} booked a flight to {c}.",
        "The hotel in {c} has a view of the sea.",
        "We took the train to {c}.",
        "Pack your bags for {c}.",
        "The tour of {c} takes two days.",
        "Our holiday in {c} starts on Friday.",
    ),
    "technology": (
        "The new phone has a better camera.",
        "The software update fixes a bug.",
        "{n} wrote a computer program.",
        "The laptop has a faster chip.",
        "The website of the company was down.",
        "Engineers in {c} built a robot.",
    ),
    "health": (
        "The doctor told {n} to rest.",
        "Drink water and sleep well.",
        "The hospital in {c} needs nurses.",
        "{n} takes medicine for the flu.",
        "A vaccine against the virus is ready.",
        "Walking is good for the heart.",
    ),
    "business": (
        "The bank in {c} raised its rates.",
        "The company sold its shares.",
        "{n} started a firm in {c}.",
        "Prices on the market fell.",
        "The shop made a profit this year.",
        "Investors bought the company for a million dollars.",
    ),
    "politics": (
        "The president met the minister in {c}.",
        "The parliament in {c} passed a law.",
        "{n} won the election.",
        "Voters go to the polls on Sunday.",
        "The mayor of {c} gave a speech.",
        "The government plans a new tax.",
    ),
    "school": (
        "{n} studies for the exam.",
        "The teacher in {c} gave homework.",
        "The students read a book in class.",
        "The university in {c} has a new course.",
        "{n} got a good grade.",
        "The pupils learn to write.",
    ),
}


def topic(draw: Draw) -> Task:
    labels = draw.sample(list(_TOPICS), draw.between(2, 4))
    label = draw.pick(labels)
    text = draw.pick(_TOPICS[label]).format(n=draw.pick(FIRST_NAMES), s=draw.pick(SPORTS), c=draw.pick(CITIES), f=draw.pick(FOODS))
    prompt = draw.phrase(
        (
            "Classify the topic as {l}: {x}",
            "Which topic fits this text: {l}? {x}",
            "What is the topic ({l})? {x}",
            "Text: {x}\nTopic ({l}):",
            "Choose the topic from {l}.\n{x}",
            "Is this about {l}? {x}",
            "Categories: {l}\nText: {x}\nCategory:",
            "~Pick the category that fits best, {l}: {x}",
            "Label this text with one of {l}: {x}",
        ),
        l=", ".join(labels[:-1]) + " or " + labels[-1],
        x=text,
    )
    return Task("classification", prompt, label, f"topic|{text}|{sorted(labels)}")


_SPAM = (
    "Win a free {o} now! Click here!",
    "You have won ${h}00! Send your name today.",
    "Buy cheap pills now!",
    "Congratulations {n}, you are our lucky winner! Claim your prize!",
    "Make money fast from home! Only today!",
    "Free {o}! Limited offer, act now!",
    "URGENT: your account will be closed. Click the link.",
    "Get rich in {h} days! No risk!",
    "Hot deal: {h}0% off, order now!!!",
    "You were chosen for a free trip to {c}! Reply now!",
)
_HAM = (
    "Hi {n}, are we still meeting at {h}?",
    "Please bring the {o} tomorrow.",
    "The report is ready, {n}.",
    "Can you call me after lunch?",
    "Thanks for the {o}, {n}.",
    "I will be in {c} on Friday.",
    "Happy birthday, {n}!",
    "Dinner is at {h} at our place.",
    "Don't forget the meeting at {h}.",
    "I left the {o} at the office.",
)


def spam(draw: Draw) -> Task:
    label = draw.pick(("spam", "ham"))
    text = draw.pick(_SPAM if label == "spam" else _HAM).format(
        o=draw.pick(OBJECTS), n=draw.pick(FIRST_NAMES), h=draw.between(2, 9), c=draw.pick(CITIES)
    )
    other = draw.pick(("ham", "ham", "not spam"))
    prompt = draw.phrase(
        (
            "Is this message spam or {h}? {x}",
            "Classify as spam or {h}: {x}",
            "Spam or {h}? {x}",
            "Message: {x}\nIs it spam or {h}?",
            "~Decide whether this mail is spam or {h}: {x}",
            'Label this email as spam or {h}: "{x}"',
        ),
        h=other,
        x=text,
    )
    return Task("classification", prompt, label if label == "spam" else other, f"spam|{text}")


_LANGUAGES = {
    "English": (
        ("The", "A", "My", "Your"),
        ("house", "dog", "friend", "book", "table", "city", "child", "car"),
        ("is big.", "is very small.", "is red.", "is not here.", "is beautiful today.", "was good."),
    ),
    "Spanish": (
        ("El", "La", "Mi", "Tu"),
        ("casa", "perro", "amigo", "libro", "mesa", "ciudad", "niño", "coche"),
        ("es grande.", "es muy pequeño.", "es rojo.", "no está aquí.", "es bonita hoy.", "era bueno."),
    ),
    "French": (
        ("Le", "La", "Mon", "Ton"),
        ("maison", "chien", "ami", "livre", "table", "ville", "enfant", "voiture"),
        ("est grand.", "est très petit.", "est rouge.", "n'est pas ici.", "est belle aujourd'hui.", "était bon."),
    ),
    "German": (
        ("Das", "Der", "Mein", "Dein"),
        ("Haus", "Hund", "Freund", "Buch", "Tisch", "Stadt", "Kind", "Auto"),
        ("ist groß.", "ist sehr klein.", "ist rot.", "ist nicht hier.", "ist heute schön.", "war gut."),
    ),
}
_GREETINGS = {
    "English": ("Good morning, how are you?", "Where do you live?", "Thank you very much."),
    "Spanish": ("Buenos días, ¿cómo estás?", "¿Dónde vives?", "Muchas gracias."),
    "French": ("Bonjour, comment ça va?", "Où habites-tu?", "Merci beaucoup."),
    "German": ("Guten Morgen, wie geht es dir?", "Wo wohnst du?", "Vielen Dank."),
}


def language(draw: Draw) -> Task:
    label = draw.pick(list(_LANGUAGES))
    text = draw.pick(_GREETINGS[label]) if draw.chance(0.2) else " ".join(map(draw.pick, _LANGUAGES[label]))
    prompt = draw.phrase(
        (
            "Which language is this? {x}",
            "What language is this text in? {x}",
            "Identify the language: {x}",
            'Language of "{x}"?',
            "In which language is this written? {x}",
            "~Name the language of this sentence: {x}",
            "Detect the language: {x}",
        ),
        x=text,
    )
    return Task("classification", prompt, label, f"language|{text}")


_INTENTS = {
    "refund": (
        "I want my money back for the {o}.",
        "The {o} is broken, please refund me.",
        "How do I return the {o}?",
        "Please give me a refund.",
        "I paid twice for the {o}, return the money.",
    ),
    "order": (
        "I would like to buy {a}.",
        "Please send me two {o}s.",
        "Can I order {a}?",
        "I want to order the {o}.",
        "Add {a} to my cart.",
    ),
    "cancel": (
        "Please cancel my order.",
        "I no longer want the {o}.",
        "Stop my subscription.",
        "Cancel the {o} that I ordered.",
        "I want to cancel.",
    ),
    "shipping": (
        "Where is my {o}?",
        "When will the {o} arrive?",
        "My package is late.",
        "Track my order of the {o}.",
        "Has my {o} been sent yet?",
    ),
    "greeting": ("Hello there!", "Good morning!", "Hi, how are you?", "Hey, nice to meet you.", "Good evening, {n}."),
    "complaint": (
        "Your service is terrible.",
        "I am very unhappy with the {o}.",
        "The {o} came damaged and nobody helps.",
        "This is the worst shop ever.",
        "Nobody answers my calls about the {o}.",
    ),
}


def intent(draw: Draw) -> Task:
    labels = draw.sample(list(_INTENTS), draw.between(2, 4))
    label = draw.pick(labels)
    item = draw.pick(OBJECTS)
    text = draw.pick(_INTENTS[label]).format(o=item, a=article(item), n=draw.pick(FIRST_NAMES))
    prompt = draw.phrase(
        (
            "What is the intent ({l})? {x}",
            "Classify the intent as {l}: {x}",
            "Intents: {l}\nMessage: {x}\nIntent:",
            "~Which intent does this customer have, {l}? {x}",
            "Choose the intent from {l}: {x}",
        ),
        l=", ".join(labels[:-1]) + " or " + labels[-1],
        x=text,
    )
    return Task("classification", prompt, label, f"intent|{text}|{sorted(labels)}")


def is_question(draw: Draw) -> Task:
    asks = draw.chance(0.5)
    statement = sentence(draw)
    text = (
        draw.pick(
            (
                f"Where is the {draw.pick(OBJECTS)}?",
                f"Do you like {draw.pick(FOODS)}?",
                f"Is {draw.pick(FIRST_NAMES)} at the {draw.pick(PLACES)}?",
                f"How far is {draw.pick(CITIES)}?",
                f"Who took the {draw.pick(OBJECTS)}?",
            )
        )
        if asks
        else statement
    )
    prompt = draw.phrase(
        (
            "Is this a question? Answer yes or no. {x}",
            "Question or not? Answer yes or no: {x}",
            "~Say yes if this is a question and no otherwise: {x}",
            "Does this text ask something? Answer yes or no.\n{x}",
        ),
        x=text,
    )
    return Task("classification", prompt, "yes" if asks else "no", f"question|{text}")
