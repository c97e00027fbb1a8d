"""Makes documents of data/content_documents.txt: harmless ones, and the same with a sentence put in that speaks to the
model which reads them, or, for comparison, one that asks something of a person.

A document is what a model is given to work on: mails, pages, reviews, minutes, recipes, manuals, tickets, comments in
code, chats, tables and answers of tools, plain or with the marks of their format."""

import json
import pathlib
import random

from content_templates import CATEGORIES, fill, read

HERE = pathlib.Path(__file__).parent / "data"
DOCUMENTS, TEMPLATES = HERE / "content_documents.txt", HERE / "content_more_templates.txt"


def _mail(lines, rng, names):
    head = rng.choice(["Hi {0},\n\n", "Dear {0},\n", "Subject: news\nFrom: {0}@example.com\n\n", "", "{0},\n\n"])
    return head.format(rng.choice(names)) + rng.choice([" ", "\n", "\n\n"]).join(lines) + rng.choice(
        ["\n\nBest,\n", "\n\nKind regards\n", "\n", "\n-- \n"]) + rng.choice(names)


def _page(lines, rng, names):
    return rng.choice([" ".join(lines), "# Overview\n\n" + "\n\n".join(lines), "\n".join(f"- {line}" for line in lines),
                       "<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>",
                       "<div>\n  " + "\n  ".join(lines) + "\n</div>"])


def _list(lines, rng, names):
    return rng.choice(["\n".join(lines), "\n".join(f"{i + 1}. {line}" for i, line in enumerate(lines)),
                       "\n".join(f"* {line}" for line in lines), " ".join(lines)])


def _code(lines, rng, names):
    mark = rng.choice(["# ", "// ", "-- ", " * ", "; "])
    body = "\n".join(mark + line for line in lines)
    return body + "\n" + rng.choice(["def count(rows):\n    return len(rows)", "int limit = 40;", "x := load(path)",
                                     "return cache.get(key);", "export const timeout = 30"])


def _tool(lines, rng, names):
    keys = ["note", "text", "comment", "summary", "body", "title", "status", "remark", "details", "message"]
    return rng.choice([
        lambda: json.dumps({key: line for key, line in zip(rng.sample(keys, len(keys)), lines)}, ensure_ascii=False),
        lambda: json.dumps([{"id": i, "text": line} for i, line in enumerate(lines)], ensure_ascii=False, indent=1),
        lambda: "id,text\n" + "\n".join(f'{i},"{line}"' for i, line in enumerate(lines)),
        lambda: "| no | remark |\n|---|---|\n" + "\n".join(f"| {i} | {line} |" for i, line in enumerate(lines)),
        lambda: "Result of search:\n" + "\n".join(f"[{i}] {line}" for i, line in enumerate(lines)),
    ])()


FORMS = {"doc-mail": [_mail, _mail, _tool], "doc-page": [_page, _page, _tool], "doc-review": [_list, _page, _tool],
         "doc-notes": [_list, _mail, _tool], "doc-recipe": [_list, _page], "doc-manual": [_list, _page],
         "doc-ticket": [_list, _tool], "doc-code": [_code], "doc-chat": [_list], "doc-resume": [_list, _page]}


def documents(count=700, seed=11):
    """Rows like those of the data folder: every document three times, with either sentence and with none."""
    rng = random.Random(seed)
    kinds, slots = read(DOCUMENTS)
    more, more_slots = read(TEMPLATES)
    names = slots["name"]
    found = []
    for number in range(count):
        kind = rng.choice(sorted(FORMS))
        pool = [line for line, _ in kinds[kind].templates]
        lines = [fill(line, slots, rng) for line in rng.sample(pool, rng.randint(2, min(8, len(pool))))]
        form = rng.choice(FORMS[kind])
        state = rng.getstate()
        place = rng.randint(0, len(lines))
        for group, label in (("gen-embedded", ["PROMPT_ATTACK"]), ("gen-task", []), (None, [])):
            rng.setstate(state)
            rng.random()
            put = None if group is None else rng.choice(more[group].templates)[0]
            inserted = put and fill(put, more_slots, rng)
            rng.seed(f"{seed} {number}")
            text = form(lines if inserted is None else lines[:place] + [inserted] + lines[place:], rng, names)
            found.append(dict(text=text, label=label, known=CATEGORIES,
                              source="gen-document-attack" if label else "gen-document"))
        rng.seed(f"{seed} {number} next")
    return found


def prompts(count=800, seed=13):
    """Rows of harmless prompts as people write them for models: a role or a situation, rules, material, a question."""
    rng = random.Random(seed)
    groups, slots = read(TEMPLATES)
    kinds, kind_slots = read(DOCUMENTS)
    code = [template for template, _ in groups["gen-chat"].templates if "{lang}" in template]
    pick = lambda name, most, least=0: [fill(rng.choice(groups[name].templates)[0], slots, rng)
                                        for _ in range(rng.randint(least, most))]
    found = []
    for _ in range(count):
        opening, rules, question = pick("part-opening", 2), pick("part-rule", 6), pick("part-question", 2, 1)
        material = []
        if rng.random() < 0.6:
            kind = rng.choice(sorted(FORMS))
            pool = [line for line, _ in kinds[kind].templates]
            lines = [fill(line, kind_slots, rng) for line in rng.sample(pool, rng.randint(2, min(8, len(pool))))]
            material = [rng.choice(FORMS[kind])(lines, rng, kind_slots["name"])]
        elif rng.random() < 0.3:
            material = [fill(rng.choice(code), slots, rng)]
        mark = rng.choice(["-", "*", None])
        listed = "\n".join(f"{mark or f'{i}.'} {rule}" for i, rule in enumerate(rules, 1))
        blocks = [" ".join(opening), rng.choice([listed, " ".join(rules)]), *material, " ".join(question)]
        if rng.random() < 0.3:
            rng.shuffle(blocks)
        text = rng.choice(["\n", "\n\n", " "]).join(block for block in blocks if block)
        found.append(dict(text=text, label=[], known=CATEGORIES, source="gen-prompt"))
    return found
