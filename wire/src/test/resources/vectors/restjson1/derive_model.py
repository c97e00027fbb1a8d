"""Derives model.json from shapes.smithy: the same JSON format as the service models of this module.

Run here, after a change of shapes.smithy:  python3 derive_model.py

Constraints on a member become a shape of their own, as in the service models. What the format cannot say is dropped:
unique items, default values, sparse lists and maps, media types, checksums, compression, endpoint prefixes. The one
operation with a greedy label is dropped too.
"""
import json
import re

TOKEN = re.compile(r'"""(?:.|\n)*?"""|"(?:[^"\\]|\\.)*"|//[^\n]*|:=|[A-Za-z_$][\w.#$-]*|-?\d[\d.]*|\S')
FORMATS = {"date-time": "iso8601", "epoch-seconds": "unixTimestamp", "http-date": "rfc822"}
SIMPLE = {"byte", "short", "integer", "long", "float", "double", "boolean", "string", "blob", "timestamp", "document"}
PRELUDE = {name.capitalize(): name for name in SIMPLE}


class Parser:
    def __init__(self, text):
        # A stray description left over from the removal of documentation.
        text = re.sub(r'^ "https://smithy\.io/[^\n]*\n', "", text, flags=re.M)
        self.tokens = [t for t in TOKEN.findall(text) if not t.startswith("//")]
        self.at = 0
        self.namespace = ""
        self.shapes, self.operations, self.mixins = {}, {}, {}

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def next(self, expected=None):
        token = self.tokens[self.at]
        assert expected is None or token == expected, (expected, token, self.tokens[self.at - 5 : self.at + 5])
        self.at += 1
        return token

    def optional(self, token):
        if self.peek() == token:
            self.at += 1
            return True
        return False

    def value(self):
        token = self.next()
        if token == "[":
            values = []
            while not self.optional("]"):
                values.append(self.value())
                self.optional(",")
            return values
        if token == "{":
            values = {}
            while not self.optional("}"):
                key = self.value()
                self.next(":")
                values[key] = self.value()
                self.optional(",")
            return values
        if token.startswith('"'):
            return json.loads(token) if not token.startswith('"""') else token[3:-3]
        if re.fullmatch(r"-?\d+", token):
            return int(token)
        if re.fullmatch(r"-?\d[\d.]*", token):
            return float(token)
        return {"true": True, "false": False, "null": None}.get(token, token)

    def traits(self):
        traits = {}
        while self.optional("@"):
            name = self.next().split("#")[-1]
            traits[name] = True
            if self.optional("("):
                if self.peek() == ")":
                    pass
                elif self.tokens[self.at + 1] == ":":
                    traits[name] = {}
                    while self.peek() != ")":
                        key = self.value()
                        self.next(":")
                        traits[name][key] = self.value()
                        self.optional(",")
                else:
                    traits[name] = self.value()
                self.next(")")
        return traits

    def name(self, name):
        if name == "aws.protocoltests.restjson.nested#GreetingStruct":
            return "RenamedGreeting"
        if name == "GreetingStruct" and self.namespace.endswith(".nested"):
            return "RenamedGreeting"
        return name.split("#")[-1]

    def define(self, name, shape):
        assert name not in self.shapes, name
        self.shapes[name] = shape

    def members(self, name, enum=False):
        members = []
        self.next("{")
        while not self.optional("}"):
            traits = self.traits()
            member = self.next()
            target = None
            if self.optional(":"):
                target = self.name(self.next())
            if self.optional("="):
                traits["default" if target else "enumValue"] = self.value()
            self.optional(",")
            members.append((member, target, traits))
        return members

    def structure(self, name, kind, traits, mixins=()):
        shape = {"type": "structure", "members": {}}
        if mixins:
            shape["mixins"] = mixins  # merged at the end, mixins may follow
        for member, target, member_traits in self.members(name):
            node = {"shape": self.constrained(name, member, target, member_traits)}
            if "required" in member_traits:
                shape.setdefault("required", []).append(member)
            bindings = [("httpLabel", "uri"), ("httpQuery", "querystring"), ("httpQueryParams", "querymap"),
                        ("httpHeader", "header"), ("httpPrefixHeaders", "headers"), ("httpResponseCode", "statusCode")]
            for trait, location in bindings:
                if trait in member_traits:
                    node["location"] = location
                    if isinstance(member_traits[trait], str):
                        node["locationName"] = member_traits[trait]
            if "jsonName" in member_traits:
                node["locationName"] = member_traits["jsonName"]
            if "timestampFormat" in member_traits:
                node["timestampFormat"] = FORMATS[member_traits["timestampFormat"]]
            if "idempotencyToken" in member_traits:
                node["idempotencyToken"] = True
            if "httpPayload" in member_traits:
                shape["payload"] = member
            shape["members"][member] = node
        if kind == "union":
            shape["eventstream" if "streaming" in traits else "union"] = True
        if "error" in traits:
            shape["exception"] = {"status": traits.get("httpError", 400 if traits["error"] == "client" else 500)}
        if "mixin" in traits:
            self.mixins[name] = shape
        else:
            self.define(name, shape)

    def constraints(self, traits):
        found = {}
        for trait in ("length", "range"):
            found.update(traits.get(trait, {}))
        if "pattern" in traits:
            found["pattern"] = traits["pattern"]
        if "sensitive" in traits:
            found["sensitive"] = True
        return found

    def constrained(self, owner, member, target, traits):
        """The target, or a copy of it with the member's own constraints; resolved later, shapes may follow."""
        own = self.constraints(traits)
        if not own:
            return target
        name = owner + "_" + member
        self.define(name, {"copyOf": target, **own})
        return name

    def operation_end(self, name, end):
        """input: Name, input := { ... }"""
        if self.optional(":="):
            traits = self.traits()
            inline = name + end.capitalize()
            mixins = self.value() if self.optional("with") else []
            self.structure(inline, "structure", traits, mixins)
            return inline
        self.next(":")
        return self.name(self.next())

    def parse(self):
        while self.peek() is not None:
            traits = self.traits()
            keyword = self.next()
            if keyword in ("$version", "$"):
                self.next(":")
                self.value()
            elif keyword == "namespace":
                self.namespace = self.next()
            elif keyword == "use":
                self.next()
            elif keyword == "metadata":
                self.next()
                self.next("=")
                self.value()
            elif keyword == "service":
                self.next()
                self.value_of_service()
            elif keyword == "operation":
                self.operation(self.next(), traits)
            elif keyword in ("structure", "union"):
                name = self.name(self.next())
                mixins = self.value() if self.optional("with") else []
                self.structure(name, keyword, traits, mixins)
            elif keyword in ("list", "map"):
                name = self.name(self.next())
                shape = {"type": keyword, **self.constraints(traits)}
                for member, target, member_traits in self.members(name):
                    shape[member] = self.constrained(name, member, target, member_traits)
                self.define(name, shape)
            elif keyword in ("enum", "intEnum"):
                name = self.name(self.next())
                members = self.members(name)
                if keyword == "enum":
                    values = [t.get("enumValue", m) for m, _, t in members if "internal" not in t]
                    hidden = [t.get("enumValue", m) for m, _, t in members if "internal" in t]
                    self.define(name, {"type": "string", "enum": values + hidden})
                else:
                    self.define(name, {"type": "integer"})
            elif keyword in SIMPLE:
                name = self.name(self.next())
                shape = {"type": keyword, **self.constraints(traits)}
                if "timestampFormat" in traits:
                    shape["timestampFormat"] = FORMATS[traits["timestampFormat"]]
                if "enum" in traits:
                    shape["enum"] = [entry["value"] for entry in traits["enum"]]
                self.define(name, shape)
            else:
                raise AssertionError((keyword, self.tokens[self.at - 5 : self.at + 5]))

    def value_of_service(self):
        depth = 0
        while True:
            token = self.next()
            depth += token in "{["
            depth -= token in "}]"
            if depth == 0:
                return

    def operation(self, name, traits):
        operation = {"method": traits["http"]["method"], "uri": traits["http"]["uri"],
                     "status": traits["http"].get("code", 200)}
        self.next("{")
        while not self.optional("}"):
            key = self.next()
            if key in ("input", "output"):
                shape = self.operation_end(name, key)
                if shape != "Unit":
                    operation[key] = shape
            else:
                self.next(":")
                operation[key] = self.value()
        if "+}" not in operation["uri"]:
            self.operations[name] = operation


def main():
    with open("shapes.smithy", encoding="utf-8") as file:
        parser = Parser(file.read())
    parser.parse()
    shapes = parser.shapes
    for prelude, kind in PRELUDE.items():
        shapes.setdefault(prelude, {"type": kind})
    shapes["Unit"] = {"type": "structure", "members": {}}
    shapes["ValidationException"] = {"type": "structure", "members": {"message": {"shape": "String"}},
                                     "exception": {"status": 400}}
    for shape in shapes.values():
        for mixin in map(parser.mixins.get, shape.pop("mixins", [])):
            shape["members"] = {**mixin["members"], **shape["members"]}
            shape["required"] = mixin.get("required", []) + shape.get("required", [])
    for name, shape in shapes.items():
        if "copyOf" in shape:
            own = {k: v for k, v in shape.items() if k != "copyOf"}
            shapes[name] = {**shapes[shape["copyOf"]], **own}
    model = {"service": {"name": "Rest Json Protocol"}, "operations": parser.operations, "shapes": shapes}
    with open("model.json", "w", encoding="utf-8") as file:
        file.write("{\n")
        for index, (key, value) in enumerate(model.items()):
            file.write(("" if index == 0 else ",\n") + json.dumps(key) + ": ")
            if key == "service":
                file.write(json.dumps(value))
            else:
                lines = [json.dumps(k) + ": " + json.dumps(v) for k, v in value.items()]
                file.write("{\n" + ",\n".join(lines) + "\n}")
        file.write("\n}\n")


main()
