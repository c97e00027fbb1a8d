"""Extraction of named fields to JSON."""

from __future__ import annotations

import json

from .draw import Draw, Task
from .words import CITIES, COLOURS, FIRST_NAMES, FOODS, JOBS, LAST_NAMES, MONTHS, OBJECTS, article

_FRAMES = (
    ("{name} is {age} years old and lives in {city}.", "name age city"),
    ("{name} lives in {city} and works as {a_job}.", "name city job"),
    ("{name}, {age}, is {a_job} from {city}.", "name age job city"),
    ("My name is {name} and I am {age} years old.", "name age"),
    ("My name is {name}. I live in {city}.", "name city"),
    ("Hi, I am {name} from {city}. My email is {email}.", "name city email"),
    ("Please write to {name} at {email} or call {phone}.", "name email phone"),
    ("{name} can be reached at {phone}.", "name phone"),
    ("Contact: {name}, {email}, {phone}.", "name email phone"),
    ("{name} bought {a_product} for ${price} in {city}.", "name product price city"),
    ("The {product} costs ${price}.", "product price"),
    ("The {color} {product} costs ${price}.", "color product price"),
    ("{name} ordered {quantity} {product}s on {date}.", "name quantity product date"),
    ("The meeting with {name} is in {city} on {date}.", "name city date"),
    ("{name} was born in {city} on {date}.", "name city date"),
    ("On {date}, {name} travelled to {city}.", "date name city"),
    ("{name} wants a {color} {product}.", "name color product"),
    ("{name} likes {food} and comes from {city}.", "name food city"),
    ("Order {order}: {quantity} {product}s for {name}.", "order quantity product name"),
    ("Invoice for {name}, {city}. Total: ${price}. Due on {date}.", "name city price date"),
    ("{name} has worked in {city} as {a_job} for years.", "name city job"),
    ("Flight from {origin} to {city} on {date} for {name}.", "origin city date name"),
    ("The train from {origin} to {city} costs ${price}.", "origin city price"),
)
_NUMBERS = {"age", "price", "quantity"}


def values(draw: Draw) -> dict[str, object]:
    first = draw.pick(FIRST_NAMES) if draw.chance(0.75) else draw.made_up_word(2).title()
    last = draw.pick(LAST_NAMES) if draw.chance(0.8) else draw.made_up_word(2).title()
    year, month, day = draw.between(2001, 2029), draw.between(1, 12), draw.between(1, 28)
    job, product = draw.pick(JOBS), draw.pick(OBJECTS)
    return {
        "name": first if draw.chance(0.55) else f"{first} {last}",
        "age": draw.between(5, 95),
        "city": draw.pick(CITIES) if draw.chance(0.85) else draw.made_up_word(2).title(),
        "origin": draw.pick(CITIES),
        "job": job,
        "a_job": article(job),
        "product": product,
        "a_product": article(product),
        "email": f"{first.lower()}{draw.pick(('', '.' + last.lower(), str(draw.between(1, 99))))}@example.com",
        "phone": f"555-01{draw.between(0, 99):02d}",
        "price": draw.between(1, 500) if draw.chance(0.6) else draw.between(100, 9999) / 100,
        "color": draw.pick(COLOURS),
        "food": draw.pick(FOODS),
        "quantity": draw.between(2, 50),
        "order": f"{draw.pick('ABCDEFGH')}{draw.between(100, 999)}",
        "date": f"{year}-{month:02d}-{day:02d}"
        if draw.chance(0.4)
        else f"{MONTHS[month - 1]} {day}, {year}"
        if draw.chance(0.6)
        else f"{day} {MONTHS[month - 1]}",
    }


def passage(draw: Draw) -> tuple[str, dict[str, object]]:
    """A sentence and the fields that it states."""
    frame, fields = draw.pick(_FRAMES)
    filled = values(draw)
    return frame.format(**filled), {field: filled[field] for field in fields.split()}


def named_fields(draw: Draw) -> Task:
    text, stated = passage(draw)
    keys = draw.sample(list(stated), draw.between(1, len(stated)))
    if draw.chance(0.12):
        missing = draw.pick(
            [key for key in ("name", "age", "city", "email", "phone", "date", "price", "color", "job") if key not in stated]
        )
        keys.insert(draw.between(0, len(keys)), missing)
    answer = json.dumps({key: stated.get(key) for key in keys}, ensure_ascii=False)
    listed = ", ".join(keys) if draw.chance(0.6) else " and ".join(keys) if len(keys) < 3 else ", ".join(f'"{key}"' for key in keys)
    prompt = draw.phrase(
        (
            "Extract {k} as JSON: {x}",
            "Extract the {k} from this text as JSON: {x}",
            "Return JSON with the keys {k}. Text: {x}",
            "Get {k} from the text. Answer in JSON.\n{x}",
            "Text: {x}\nReturn a JSON object with the keys: {k}",
            "{x}\nExtract {k} as a JSON object.",
            "Read the text and give the {k} in JSON.\n\n{x}",
            "Convert to JSON with keys {k}: {x}",
            "~Pull out {k} from the following text and answer with JSON only: {x}",
            "~Give me {k} in JSON format.\nText: {x}",
            "Extract JSON ({k}): {x}",
            'From the text "{x}" extract {k}. Output only JSON.',
        ),
        k=listed,
        x=text,
    )
    return Task("json", prompt, answer, f"fields|{text}", "json")


def free_fields(draw: Draw) -> Task:
    """All fields in the order in which the text states them."""
    text, stated = passage(draw)
    prompt = draw.phrase(
        (
            "Extract all fields as JSON: {x}",
            "Turn this into JSON: {x}",
            "Convert this text to JSON: {x}",
            "~Write this as a JSON object: {x}",
            "Make a JSON object from this text: {x}",
        ),
        x=text,
    )
    return Task("json", prompt, json.dumps(stated, ensure_ascii=False), f"free|{text}", "json")


def array(draw: Draw) -> Task:
    what, items = draw.pick((("names", FIRST_NAMES), ("cities", CITIES), ("colors", COLOURS), ("foods", FOODS)))
    chosen = draw.sample(list(items), draw.between(2, 4))
    text = draw.pick(
        ("I saw {}.", "We talked about {}.", "The list has {}.", "She likes {}.", "There were {}.", "Today it is about {}.")
    ).format(", ".join(chosen[:-1]) + " and " + chosen[-1])
    prompt = draw.phrase(
        (
            "List the {w} in this text as a JSON array: {x}",
            "Extract the {w} as a JSON array: {x}",
            "~Give me a JSON list of all {w}: {x}",
            "Return a JSON array of {w}: {x}",
        ),
        w=what,
        x=text,
    )
    return Task("json", prompt, json.dumps(chosen), f"array|{text}", "json")


def plain_field(draw: Draw) -> Task:
    """One field as plain text: the reading half of extraction."""
    text, stated = passage(draw)
    key = draw.pick(list(stated))
    prompt = draw.phrase(
        (
            "What is the {k} in this text? {x}",
            "Extract the {k}: {x}",
            "Find the {k} in the text: {x}",
            "Text: {x}\nWhat is the {k}?",
            "~Which {k} is mentioned here? {x}",
            "Give only the {k}.\n{x}",
        ),
        k=key,
        x=text,
    )
    return Task("json", prompt, str(stated[key]), f"plain|{text}|{key}")
