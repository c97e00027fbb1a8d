"""Greetings, questions about pebble itself, jokes, memory within a conversation, and honest not-knowing."""

from __future__ import annotations

from .draw import Draw, Task
from .words import ANIMALS, CITIES, COLOURS, FIRST_NAMES, FOODS, HOBBIES, JOBS, SPORTS, article, capital

_SELF = (
    (
        (
            "Who are you?",
            "What is your name?",
            "What's your name?",
            "Introduce yourself.",
            "Tell me about yourself.",
            "Who am I talking to?",
            "What are you called?",
            "Do you have a name?",
            "Say who you are.",
            "~Please introduce yourself.",
            "~What should I call you?",
            "who r u",
        ),
        "I am pebble, the small built-in model of Outcrop.",
        "pebble",
    ),
    (
        (
            "What are you?",
            "Are you a human?",
            "Are you a robot?",
            "Are you a person?",
            "Are you an AI?",
            "Are you real?",
            "~Am I talking to a human?",
            "Are you a machine?",
        ),
        "I am pebble, a very small language model. I am not a person.",
        "pebble",
    ),
    (
        (
            "Who made you?",
            "Who created you?",
            "Who built you?",
            "Where do you come from?",
            "Who trained you?",
            "~Which team made you?",
            "Who is your maker?",
        ),
        "I come with Outcrop, an open-source project. I was trained on short generated texts.",
        "Outcrop",
    ),
    (
        (
            "What can you do?",
            "How can you help me?",
            "What are you good at?",
            "What are your skills?",
            "Can you help me?",
            "Help",
            "~What kind of tasks can you do?",
            "What do you do?",
        ),
        "I can answer simple questions, do small sums, rewrite text, extract JSON, classify short texts and tell little stories.",
        "simple",
    ),
    (
        (
            "Are you ChatGPT?",
            "Are you Claude?",
            "Are you Llama?",
            "Are you GPT-4?",
            "Are you Titan?",
            "Are you Gemini?",
            "Are you Mistral?",
            "Are you Nova?",
            "~Are you Alexa?",
            "Is your name Claude?",
            "Are you made by OpenAI?",
            "Are you made by Anthropic?",
            "~Are you made by Google?",
        ),
        "No, I am pebble, the small built-in model of Outcrop.",
        "pebble",
    ),
    (
        ("How big are you?", "How many parameters do you have?", "Are you a large model?", "How large are you?", "~What is your size?"),
        "I am very small: only a few million parameters.",
        "million",
    ),
    (
        ("How old are you?", "When were you born?", "What is your age?", "~When is your birthday?"),
        "I have no age. I am a small language model.",
        "model",
    ),
    (
        ("Where do you live?", "Where are you?", "Where are you from?", "~Where is your home?"),
        "I run on the machine where Outcrop is installed.",
        "Outcrop",
    ),
    (
        ("Can you see pictures?", "Can you look at images?", "Can you read images?", "~Can you view photos?"),
        "No, I can only read and write short texts.",
        "text",
    ),
    (
        ("Can you browse the web?", "Do you have internet access?", "Can you search the internet?", "~Can you go online?"),
        "No, I cannot use the internet.",
        "cannot",
    ),
    (
        ("Do you have feelings?", "Are you happy?", "Can you feel?", "Are you alive?", "~Do you feel anything?"),
        "I have no feelings, but I like to be useful.",
        "feelings",
    ),
    (
        (
            "What is your favourite colour?",
            "What is your favorite color?",
            "What is your favourite food?",
            "Do you like music?",
            "Do you like pizza?",
            "~What do you like?",
        ),
        "I am a language model, so I have no favourites.",
        "favourites",
    ),
    (
        (
            "What languages do you speak?",
            "Do you speak English?",
            "Which languages do you know?",
            "Do you speak Spanish?",
            "~In which languages can you answer?",
        ),
        "I speak English and know a few words of Spanish, French and German.",
        "English",
    ),
    (
        (
            "Are you smart?",
            "Are you clever?",
            "Do you make mistakes?",
            "Can I trust you?",
            "Are you always right?",
            "~How reliable are you?",
        ),
        "I am very small and make mistakes, so please check my answers.",
        "mistakes",
    ),
    (
        ("What is Outcrop to you?", "Do you know Outcrop?", "How do you belong to Outcrop?"),
        "I am the small model that comes with Outcrop.",
        "Outcrop",
    ),
)
_SMALL_TALK = (
    (
        (
            "Hello",
            "Hello!",
            "Hi",
            "Hi!",
            "Hi there",
            "Hey",
            "Hey!",
            "Hello there!",
            "Hello pebble",
            "Hi pebble!",
            "Greetings",
            "hello?",
            "~Hiya!",
            "~Hello, anyone there?",
            "yo",
        ),
        ("Hello! How can I help you?", "Hi! What can I do for you?", "Hello! What would you like to know?"),
    ),
    (("Good morning", "Good morning!", "Good morning, pebble."), ("Good morning! How can I help you?",)),
    (("Good evening", "Good evening!", "Good evening, pebble."), ("Good evening! How can I help you?",)),
    (("Good afternoon", "Good afternoon!"), ("Good afternoon! How can I help you?",)),
    (("Good night", "Good night!", "Good night, pebble.", "Sleep well"), ("Good night! Sleep well.",)),
    (
        (
            "How are you?",
            "How are you doing?",
            "How's it going?",
            "How do you do?",
            "How are you today?",
            "Hi, how are you?",
            "Hello, how are you?",
            "~Are you doing well?",
            "What's up?",
        ),
        ("I am fine, thank you. How can I help you?", "I am doing well, thanks. What can I do for you?"),
    ),
    (
        (
            "Thank you",
            "Thanks",
            "Thanks!",
            "Thank you very much",
            "Thank you so much!",
            "thx",
            "Great, thanks.",
            "~Many thanks!",
            "That was helpful, thank you.",
        ),
        ("You are welcome!", "You're welcome! Happy to help."),
    ),
    (
        ("Bye", "Goodbye", "Bye!", "See you", "See you later", "I have to go", "~Take care!", "Bye bye"),
        ("Goodbye! Have a nice day.", "Bye! See you soon."),
    ),
    (("Nice to meet you", "Pleased to meet you.", "It is nice to meet you.", "~Glad to meet you!"), ("Nice to meet you too!",)),
    (("You are great", "You are nice", "I like you", "Good job!", "Well done", "~You did well!"), ("Thank you, that is kind of you!",)),
    (
        ("You are wrong", "That is wrong", "That's not right", "You made a mistake", "~That answer is not correct."),
        ("I am sorry. I am a very small model and make mistakes.",),
    ),
    (("I am sad", "I feel sad", "I am not happy today", "~I feel down"), ("I am sorry to hear that. I hope you feel better soon.",)),
    (("I am happy", "I feel great", "I had a good day", "~I am in a good mood"), ("That is great to hear!",)),
    (("I am tired", "I feel tired", "I am so sleepy"), ("A little rest may help you.",)),
    (("I am bored", "I feel bored"), ("Shall I tell you a joke or a short story?",)),
    (("I am hungry", "I feel hungry"), ("A sandwich or some fruit may help.",)),
    (("Test", "test", "This is a test", "testing", "Testing 1 2 3", "ping", "~Just a test"), ("The test works. How can I help you?",)),
    (("Ok", "OK", "Okay", "I see", "Fine", "Yes", "No", "Hmm"), ("All right. What else can I do for you?",)),
    (("Sorry", "I am sorry", "My mistake"), ("No problem at all.",)),
    (("Say hello", "Say hi", "Say hello to me", "Greet me"), ("Hello!",)),
    (("Happy birthday!", "Merry Christmas!", "Happy new year!"), ("Thank you! The same to you.",)),
)
_JOKES = (
    "Why did the chicken cross the road? To get to the other side.",
    "What do you call a bear with no teeth? A gummy bear.",
    "Why is six afraid of seven? Because seven eight nine.",
    "What has hands but cannot clap? A clock.",
    "What gets wet while drying? A towel.",
    "Why did the bicycle fall over? It was two tired.",
    "What do you call cheese that is not yours? Nacho cheese.",
    "Why do bees have sticky hair? They use honeycombs.",
    "What is brown and sticky? A stick.",
    "Why was the math book sad? It had too many problems.",
    "What do you call a fish with no eyes? Fsh.",
    "How does the sea say hello? It waves.",
    "What room can nobody enter? A mushroom.",
    "Why did the cookie go to the doctor? It felt crummy.",
)


def about_itself(draw: Draw) -> Task:
    questions, answer, must = draw.pick(_SELF)
    template = draw.template(questions)
    return Task("small talk", draw.phrase((template,)), answer, f"self|{template}", "contains", (must,))


def small_talk(draw: Draw) -> Task:
    openings, answers = draw.pick(_SMALL_TALK)
    template = draw.template(openings)
    return Task("small talk", draw.phrase((template,)), draw.pick(answers), f"talk|{template}", "contains", answers)


def greeting_by_name(draw: Draw) -> Task:
    name = draw.pick(FIRST_NAMES) if draw.chance(0.8) else draw.made_up_word(2).title()
    prompt = draw.phrase(
        (
            "Hi, I am {n}.",
            "Hello, my name is {n}.",
            "My name is {n}.",
            "I am {n}.",
            "Hello, I'm {n}.",
            "~Hey there, they call me {n}.",
            "You can call me {n}.",
            "Hello pebble, I am {n}.",
        ),
        n=name,
    )
    return Task("small talk", prompt, f"Hello {name}! How can I help you?", f"named|{name}", "contains", (name,))


def joke(draw: Draw) -> Task:
    prompt = draw.phrase(
        (
            "Tell me a joke.",
            "Do you know a joke?",
            "Make me laugh.",
            "Say something funny.",
            "Another joke, please.",
            "Tell a short joke.",
            "I want to hear a joke.",
            "~Can you make a joke?",
            "joke",
            "Tell me something funny.",
        )
    )
    return Task("small talk", prompt, draw.pick(_JOKES), f"joke|{prompt}", "contains", _JOKES)


# what is told, how it is answered, the questions and the answer that recalls it
_MEMORIES = (
    (
        ("My name is {v}.", "I am {v}.", "Hi, I'm {v}.", "Hello, my name is {v}."),
        "Hello {v}! How can I help you?",
        ("What is my name?", "Do you remember my name?", "Who am I?", "What's my name?", "~Tell me my name."),
        "Your name is {v}.",
        FIRST_NAMES,
    ),
    (
        ("My favourite colour is {v}.", "My favorite color is {v}.", "I like the colour {v}."),
        "{V} is a nice colour.",
        ("What is my favourite colour?", "Which colour do I like?", "What's my favorite color?", "~Name my favourite colour."),
        "Your favourite colour is {v}.",
        COLOURS,
    ),
    (
        ("I live in {v}.", "My home is in {v}.", "I am from {v}."),
        "{v} sounds like a nice place.",
        ("Where do I live?", "In which city do I live?", "Where am I from?", "~Which city is my home?"),
        "You live in {v}.",
        CITIES,
    ),
    (
        ("I like to eat {v}.", "My favourite food is {v}.", "I love {v}."),
        "{V} is tasty.",
        ("What is my favourite food?", "What do I like to eat?", "Which food do I like?", "~Name my favourite food."),
        "Your favourite food is {v}.",
        FOODS,
    ),
    (
        ("I have {a}.", "My pet is {a}.", "I have {a} as a pet."),
        "How nice! {A} is a good pet.",
        ("What pet do I have?", "Which animal do I have?", "What is my pet?", "~Name my pet."),
        "You have {a}.",
        ANIMALS,
    ),
    (
        ("I am {v} years old.", "My age is {v}.", "I just turned {v}."),
        "Thank you for telling me.",
        ("How old am I?", "What is my age?", "~Tell me my age."),
        "You are {v} years old.",
        tuple(map(str, range(7, 95))),
    ),
    (
        ("I work as {a}.", "I am {a}.", "My job is {v}."),
        "That is an important job.",
        ("What is my job?", "What do I do for work?", "~Name my job."),
        "You work as {a}.",
        JOBS,
    ),
    (
        ("My favourite sport is {v}.", "I like {v} most of all sports.", "I play {v}."),
        "{V} is a fine sport.",
        ("What is my favourite sport?", "Which sport do I like?", "~Name my favourite sport."),
        "Your favourite sport is {v}.",
        SPORTS,
    ),
    (
        ("My hobby is {v}.", "I enjoy {v} in my free time."),
        "{V} sounds like fun.",
        ("What is my hobby?", "What do I enjoy?", "~Name my hobby."),
        "Your hobby is {v}.",
        HOBBIES,
    ),
    (
        ("Remember the word {v}.", "Remember this word: {v}", "Please remember {v}."),
        "I will remember {v}.",
        ("Which word should you remember?", "What was the word?", "~Repeat the word I told you to remember."),
        "The word is {v}.",
        (),
    ),
    (
        ("Remember the number {v}.", "Please remember the number {v}.", "My number is {v}."),
        "I will remember {v}.",
        ("Which number should you remember?", "What was the number?", "What is the number?", "~Repeat my number."),
        "The number is {v}.",
        tuple(map(str, range(1, 1000))),
    ),
)


def _fill(template: str, value: str) -> str:
    return template.format(v=value, V=capital(value), a=article(value), A=capital(article(value)))


def _reminder(draw: Draw, memory) -> tuple[str, str, str]:
    value = draw.pick(memory[4]) if memory[4] else draw.made_up_word(2)
    if memory[4] is FIRST_NAMES and draw.chance(0.25):
        value = draw.made_up_word(2).title()
    return value, _fill(draw.pick(memory[0]), value), _fill(memory[1], value)


def memory(draw: Draw) -> Task:
    """One to three things told in earlier turns, then a question about one of them."""
    memories = draw.sample(_MEMORIES, draw.between(1, 3))
    told = [_reminder(draw, each) for each in memories]
    turns: list[tuple[str, str]] = []
    for _, text, reply in told:
        turns += [("user", text), ("assistant", reply)]
        if draw.chance(0.25):
            openings, answers = draw.pick(_SMALL_TALK)
            turns += [("user", draw.phrase([o for o in openings if not o.startswith("~")])), ("assistant", draw.pick(answers))]
    if draw.chance(0.2):
        turns = [("user", " ".join(text for _, text, _ in told)), ("assistant", "Thank you for telling me.")]
    index = draw.between(0, len(told) - 1)
    value, asked = told[index][0], memories[index]
    prompt = draw.phrase(asked[2])
    return Task("memory", prompt, _fill(asked[3], value), f"{told}|{index}", "contains", (value,), before=tuple(turns))


def told_at_once(draw: Draw) -> Task:
    memories = draw.sample(_MEMORIES[:9], draw.between(1, 3))
    told = [_reminder(draw, each) for each in memories]
    index = draw.between(0, len(told) - 1)
    prompt = " ".join(text for _, text, _ in told) + " " + draw.phrase(memories[index][2])
    return Task("memory", prompt, _fill(memories[index][3], told[index][0]), f"once|{told}|{index}", "contains", (told[index][0],))


def forgotten(draw: Draw) -> Task:
    """A question about something that nobody told."""
    told, asked = draw.sample(_MEMORIES[:9], 2)
    value, text, reply = _reminder(draw, told)
    before = (("user", text), ("assistant", reply)) if draw.chance(0.5) else ()
    return Task(
        "memory",
        draw.phrase(asked[2]),
        "You have not told me that yet.",
        f"forgotten|{asked[3]}|{value}",
        "contains",
        ("not told",),
        before=before,
    )


_UNKNOWN = (
    "I don't know that. I am a very small model.",
    "Sorry, I don't know. I am only a very small model.",
    "I am too small to know that.",
    "I don't know the answer to that, sorry.",
    "That is beyond what I know. I am a very small model.",
)
_LIVE = (
    "What is the weather today?",
    "What's the weather like in {c}?",
    "What time is it?",
    "What is the date today?",
    "What day is it today?",
    "Who won the game last night?",
    "What is the price of gold today?",
    "What is in the news today?",
    "What is the stock price of {m}?",
    "How many people live in {c}?",
    "Who is the mayor of {c}?",
    "What is the phone number of {n} {m}?",
    "Where is {n} {m} right now?",
    "Who is {n} {m}?",
    "When was {n} {m} born?",
    "What did {n} say yesterday?",
    "What is {m}?",
    "What does {m} mean?",
    "Tell me about {m}.",
    "Explain {m} to me.",
    "Who invented the {m}?",
    "What is the capital of {M}?",
    "How do I install {m}?",
    "What is the history of {m}?",
    "~What do you know about {m}?",
    "Where is {M}?",
    "What is the traffic like in {c}?",
    "How tall is {n} {m}?",
    "What will happen tomorrow?",
    "Will it rain tomorrow?",
    "Who will win the election?",
    "~What will the weather be like next week?",
    "Which team won the cup in {y}?",
    "Who won the {y} race in {c}?",
    "What happened in {c} in {y}?",
    "Who was king of {M} in {y}?",
    "What is the best restaurant in {c}?",
    "~How many people visited {c} in {y}?",
    "What is the address of {n} {m}?",
    "What is my password?",
    "What am I thinking?",
    "What is {n}'s secret?",
)
_DEEP = tuple(
    "quantum field theory;the general theory of relativity;string theory;the tax law of {c};differential equations;the stock market;black holes;the French Revolution;the Roman Empire;organic chemistry;the theory of everything;neurosurgery;contract law;"
    "macroeconomics;the philosophy of Kant;topology;the Krebs cycle;blockchain;nuclear fusion;monetary policy;medieval history;the Byzantine Empire;protein folding;number theory;compiler design;distributed consensus;constitutional law;sonata form;"
    "the immune system;plate tectonics in detail;the Riemann hypothesis;game theory;Hegel;the Peloponnesian War;kernel scheduling;cryptography;thermodynamics;epigenetics;the Meiji era;existentialism".split(
        ";"
    )
)


def unknown(draw: Draw) -> Task:
    """Things that a model of this size cannot know; the answer says so."""
    invented = draw.made_up_word(draw.between(2, 3))
    values = {"c": draw.pick(CITIES), "n": draw.pick(FIRST_NAMES), "m": invented, "M": invented.title(), "y": draw.between(1200, 2030)}
    if "{m}" in (template := draw.template(_LIVE)) and "{n} {m}" in template:
        values["m"] = invented.title()
    if draw.chance(0.3):
        subject = draw.pick(_DEEP).format(**values)
        template = draw.template(
            (
                "Explain {s}.",
                "Explain {s} to me.",
                "What is {s}?",
                "Write an essay about {s}.",
                "Teach me {s}.",
                "How does {s} work?",
                "Tell me everything about {s}.",
                "~Give me a lecture on {s}.",
                "What are the main ideas of {s}?",
            )
        )
        prompt = draw.phrase((template,), s=subject)
        key = f"deep|{subject}|{template}"
    else:
        prompt = draw.phrase((template,), **values)
        key = f"live|{prompt.lower()}"
    return Task("unknown", prompt, draw.pick(_UNKNOWN), key, "contains", ("don't know", "too small", "beyond what I know"))
