"""Texts of our own that the entity tagger learns from: names of many cultures, addresses of many countries, ages and
user names in everyday sentences, and sentences full of capitals and numbers that are none of these.

No real person is meant: first and last names are drawn independently. A text is made of slots, so that labels are exact.
"""

from __future__ import annotations

import random
import re

FIRST = """Aaliyah Aarav Abdullah Abigail Adaeze Adrian Agnieszka Ahmed Aiko Aisha Akira Alejandro Aleksandr Alice Amelia Amina Amir
Anastasia Andrew Andrzej Angela Anh Anita Anjali Antonio Anya Ashok Astrid Ayesha Beatriz Benjamin Bjorn Brandon Brian Bronwyn
Camila Carlos Caroline Chiara Chidi Chinedu Chloe Christopher Ciara Claire Daichi Daniel Darnell David Deepak Delphine Diego Dilip
Dmitri Dominique Eduardo Elena Eleni Elif Elizabeth Emily Emre Erik Esther Ethan Eunice Farid Fatima Femi Fernando Fiona Florian
Francesca Franz Freya Gabriela Gareth George Giovanni Giulia Goran Grace Greta Guillaume Gustavo Hamza Hana Hannah Hans Haruto Hassan
Heather Heidi Helga Henrik Hiroshi Hugo Hussein Ibrahim Ignacio Imani Ines Ingrid Irina Isabella Ivana Jack Jacob Jakub Jamal James
Jasmine Javier Jennifer Jerome Jessica Jiho Jin Joao Johan John Jonas Jorge Jose Joseph Joshua Juan Julia Jun Kaito Kamala Karen
Karim Katarzyna Kavita Keiko Kenji Kenneth Kevin Khadija Kofi Kwame Lakshmi Lars Laszlo Laura Layla Leila Lena Leonardo Liam Lin
Linda Lionel Lisa Ljubica Lorenzo Lucas Lucia Luis Luka Magnus Mai Malik Manuel Marcus Margaret Maria Mariam Marie Marta Martin
Mateo Matilda Matthew Maya Mehmet Mei Michael Miguel Mikhail Milan Min Mohammed Monika Mustafa Nadia Naoko Naomi Natalia Nathan
Nguyet Nia Nicholas Nikhil Nikolai Nina Noah Noor Olga Oliver Olivia Oluwaseun Omar Oscar Osman Pablo Padma Patricia Patrick Paulo
Pavel Pedro Peter Philippe Phuong Pierre Piotr Priya Qing Rachel Rafael Rahul Raj Ramon Ravi Rebecca Rhys Ricardo Richard Rina Robert
Roberto Rosa Ruth Ryan Sabine Sadia Said Sakura Salma Samir Samuel Sandeep Sanjay Santiago Sarah Sasha Sebastian Selin Seo-yeon
Sergei Shanice Shirin Shreya Siobhan Sofia Solveig Sophie Stefan Stephen Sunil Susan Svetlana Tadashi Takeshi Tamara Tariq Tatiana
Thandiwe Theresa Thiago Thomas Timothy Tomasz Tuan Tyrone Uche Uma Valentina Vanessa Veronica Victor Viktor Vikram Wanjiru Wei
William Xiaoming Xin Yasmin Yara Yi Yoko Youssef Yuki Yusuf Zainab Zara Zeynep Zhen Zoe Zofia Zsofia""".split()
FIRST += ["José", "Zoë", "François", "Björn", "Jürgen", "Søren", "Łukasz", "Nuño", "Élodie", "Şule", "Čeněk", "Mária"]
LAST = """Abbott Abdi Achebe Adams Adeyemi Aguilar Ahmed Ahn Akhtar Ali Alvarez Andersen Anderson Andersson Aoki Asante Aydin Bailey Baker
Banerjee Barbieri Barker Bauer Becker Bell Bennett Berg Bianchi Boateng Bondarenko Brennan Brown Burke Byrne Cabrera Campbell Carter
Castillo Chan Chatterjee Chavez Chen Cho Chowdhury Clark Cohen Collins Cooper Costa Cruz Cunningham Dahl Das Davies Delgado Demir
Desai Diallo Diaz Doyle Dubois Duong Eriksson Esposito Evans Farouk Fernandes Fernandez Fischer Fitzgerald Flores Fontaine Foster
Fraser Fujimoto Gallagher Garcia Georgiou Ghosh Gill Goldberg Gomez Gonzalez Graham Greenwood Gupta Gutierrez Haddad Hamid Hansen
Harrison Hashimoto Hernandez Herrera Hoffmann Horvat Hossain Huang Hughes Ibrahim Iglesias Inoue Ito Ivanov Iyer Jackson Jansen Jensen
Jimenez Johansson Johnson Jones Jovanovic Kamau Kang Kapoor Karlsson Kato Kaya Keita Kelly Khalil Khan Kim King Kobayashi Koch
Kovacs Kowalski Kruger Kumar Kuznetsov Larsen Lee Lefebvre Lehmann Lewis Li Lim Lindqvist Liu Lopez MacDonald Mahmoud Maier Malik
Mancini Marino Markovic Marshall Martin Martinez Mazur McCarthy McGregor Medina Mehta Mendes Mensah Meyer Miller Mitchell Mohamed
Molina Moore Morales Moreau Moretti Morgan Mori Morris Mueller Murphy Mwangi Nair Nakamura Navarro Ndiaye Neumann Nguyen Nielsen
Novak Nowak Nwosu Obi Ochieng Okafor Okonkwo Olsen Omondi Ong Orlov Ortega Osei Osman Owens Ozturk Papadopoulos Park Parker Patel
Pavlov Pereira Perez Perry Petrov Pham Phillips Popescu Popov Powell Qureshi Rahman Ramirez Ramos Rao Reddy Reid Reyes Ricci Rivera
Roberts Robinson Rodriguez Romano Romero Rossi Rousseau Ruiz Russell Saito Salazar Sanchez Santos Sato Schmidt Schneider Schulz Seo
Sharma Shevchenko Shimizu Silva Simpson Singh Smirnov Smith Sokolov Sorensen Soto Sousa Stewart Sullivan Suzuki Svensson Takahashi
Tan Tanaka Taylor Thapa Thomas Thompson Thorsen Torres Tran Turner Ueda Usman Varga Vargas Vasquez Vega Verma Vo Vogel Volkov Wagner
Walker Walsh Wang Watanabe Watson Weber Weiss White Williams Wilson Wojcik Wong Wright Wu Xu Yadav Yamamoto Yang Yilmaz Young Yusuf
Zhang Zhao Zhou Zimmermann""".split()
LAST += ["O'Brien", "O'Sullivan", "D'Angelo", "Al-Farsi", "van der Berg", "de la Cruz", "bin Salleh", "García-López",
         "Núñez", "Müller", "Sørensen", "Wójcik", "Şahin", "Novotná", "Lévesque", "Smith-Jones", "St. James", "MacLeod"]
TITLES = ["Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "Mr", "Mrs", "Ms", "Dr", "Miss", "Professor", "Sir", "Captain"]

PLACES = """Paris London Berlin Chicago Dallas Austin Houston Madrid Tokyo Sydney Lagos Nairobi Cairo Mumbai Toronto Boston Denver Phoenix
Florence Charlotte Victoria Jordan Georgia Lima Oslo Geneva Vienna Prague Warsaw Seoul Dublin Lyon Milan Naples Santiago Bogota
Kingston Lincoln Madison Jackson Wellington Hamilton Savannah Brooklyn Orlando""".split() + [
    "New York", "San Francisco", "Los Angeles", "St. Louis", "Hong Kong", "New Zealand", "South Korea", "Saudi Arabia",
    "San Diego", "Buenos Aires", "Cape Town", "North Carolina", "Rio de Janeiro", "United Kingdom", "Sri Lanka", "Silicon Valley",
    "Lake Victoria", "Mount Everest", "Central Park", "Times Square", "Heathrow Airport"]
COMPANIES = """Microsoft Google Amazon Apple Oracle Intel Samsung Siemens Toyota Nestle Ikea Spotify Netflix Adobe Salesforce Nvidia Tesla
Boeing Airbus Shell Pfizer Bayer Unilever Accenture Deloitte Visa Mastercard Uber Lyft Airbnb Zoom Slack Dropbox GitHub""".split() + [
    "Goldman Sachs", "Morgan Stanley", "JP Morgan", "Wells Fargo", "Johnson & Johnson", "Procter and Gamble", "Ernst & Young",
    "Acme Corp", "Northwind Traders", "Contoso Ltd", "Blue Ridge Partners", "Harper Collins", "Stanford University",
    "Oxford University Press", "World Health Organization", "European Commission", "Red Cross", "Supreme Court", "Nobel Prize",
    "Champions League", "World Cup", "Super Bowl", "Black Friday", "Cyber Monday"]
PRODUCTS = """Python Java Kotlin Rust JavaScript TypeScript Kubernetes Docker Postgres Redis Jenkins Ansible Terraform Photoshop Excel Word
PowerPoint Outlook Windows Linux Ubuntu Debian Android Chrome Firefox Safari Alexa Siri Cortana Claude Gemini Llama Mistral Watson
Roomba Kindle Fitbit GoPro PlayStation Xbox Switch iPhone iPad MacBook Bedrock Lambda Athena Aurora Redshift Glue Falcon Ruby Julia
Swift Django Flask Spring React Angular Vue Hadoop Spark Kafka Airflow Jupyter Pandas Scala Perl Haskell""".split() + [
    "Visual Studio Code", "Galaxy S21", "Model 3", "Windows 11", "Office 365", "Google Maps", "Adobe Acrobat", "Raspberry Pi",
    "Apache Tomcat", "Amazon Alexa", "Big Mac", "Harry Potter", "Star Wars", "Game of Thrones", "The Great Gatsby",
    "Bayes' theorem", "Newton's method", "Moore's law", "Fourier transform", "Gaussian distribution", "Dijkstra's algorithm",
    "Markov chain", "Turing machine", "Monte Carlo", "Alzheimer's disease", "Parkinson's disease", "Hodgkin lymphoma",
    "Caesar salad", "Victoria sponge", "Granny Smith apples", "Earl Grey"]
TIMES = """Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October
November December Christmas Easter Thanksgiving Ramadan Diwali Spring Summer Autumn Winter""".split()
TOPICS = ["the quarterly report", "my order", "the refund", "the invoice", "the new contract", "photosynthesis", "the budget",
          "the meeting notes", "our holiday plans", "the database migration", "a birthday party", "the lease", "climate change",
          "the school play", "the warranty", "interest rates", "the bug", "the recipe", "the job interview", "the French Revolution"]
STREETS = """Oak Maple Cedar Elm Pine Washington Lake Hill Park Church Mill Station Victoria Queen King Spring River Sunset Highland
Chestnut Walnut Franklin Jefferson Lincoln Jackson Adams Meadow Forest Garden School North South West East Bridge Market Harbour
Castle Green Rose Willow Birch Juniper Magnolia Sycamore Valley Ridge Summit Prospect Broad Union Liberty Clinton Monroe""".split()
KINDS = "Street St St. Avenue Ave Ave. Road Rd Rd. Lane Ln Drive Dr Boulevard Blvd Court Ct Place Way Terrace Close Crescent".split()
FOREIGN = ["Hauptstraße {n}, {z5} Berlin", "Bahnhofstr. {n}, {z5} München", "{n} rue de la République, {z5} Lyon",
           "{n} avenue Victor Hugo, {z5} Paris", "Calle Mayor {n}, {z5} Madrid", "Via Roma {n}, {z5} Milano",
           "Rua Augusta {n}, São Paulo", "Storgatan {n}, Stockholm", "Kerkstraat {n}, 1017 GD Amsterdam",
           "{n} MG Road, Bengaluru 560001", "Plot {n}, Sector 18, Noida", "Flat {n}, 22 Nathan Road, Kowloon",
           "{n}-chome Shibuya, Tokyo 150-0002", "ul. Marszałkowska {n}, 00-{z3} Warszawa", "{n} Orchard Road, Singapore 238823",
           "Av. Reforma {n}, Ciudad de México", "Karl Johans gate {n}, Oslo", "{n} Gran Vía, Barcelona"]
STATES = "AL AK AZ CA CO CT FL GA IL IN KS MA MD MI MN NC NJ NV NY OH OR PA TN TX UT VA WA WI".split()
TOWNS = "Springfield Riverside Fairview Georgetown Salem Madison Clinton Franklin Greenville Bristol Ashland Dayton Milton".split()
UK = ["LS1 4AP", "SW1A 1AA", "M1 1AE", "EH1 2NG", "CF10 1DD", "B1 1BB", "OX1 2JD", "BS1 5TR"]
UK_TOWNS = "Leeds London Manchester Edinburgh Cardiff Birmingham Oxford Bristol York Bath Leicester Reading".split()

SENTENCES = """My name is {NAME} and I need help with {topic}.|hi this is {NAME}, i have a question about {topic}|I'm {NAME}.|Call me {FIRST}.
Please schedule a call with {NAME} and {NAME} for {time}.|{NAME} from {company} called about {topic}.|Dear {NAME},|Hi {FIRST}, thanks for your note about {topic}.
Hello {TITLE} {LAST}, your appointment is on {time}.|{TITLE} {LAST} will see you now.|I spoke to {TITLE} {NAME} at {company} in {place}.
Write an email to {NAME} explaining {topic}.|Regards, {NAME}|Best,\\n{FIRST}|Sincerely,\\n{NAME}\\n{company}|Customer: {NAME}|Name: {NAME}|Patient name: {NAME}, age {AGE}
The account belongs to {NAME}.|{FIRST} and {FIRST} went to {place} on {time}.|{NAME} works at {company} as an engineer.|according to {NAME}, {topic} is late
{NAME} scored twice for {company}.|The novel by {NAME} was published in {place}.|{LAST}'s paper on {product} was cited often.|{FIRST}'s brother lives in {place}.
Interview with {NAME}, director of {company}|who is {NAME}?|Tell me about {NAME}.|Contact {NAME} ({company}) for {topic}.|cc {NAME}; {NAME}; {NAME}
Attendees: {NAME}, {NAME}, {NAME}|From: {NAME}\\nTo: {NAME}\\nSubject: {topic}|Ms {LAST} and {NAME} signed {topic} in {place}.|I met {FIRST} in {place} last {time}.
{NAME} was born in {place}.|My wife {FIRST} and my son {FIRST} love {product}.|ask {FIRST} about {topic}|The teacher, {NAME}, is {AGE} years old.
{FIRST} is {AGE}.|I am {AGE} years old and live in {place}.|My {AGE}-year-old daughter uses {product}.|a {AGE} year old man from {place}|Age: {AGE}|aged {AGE}
She turned {AGE} on {time}.|{NAME}, {AGE}, of {place}, was not hurt.|i'm {AGE} y/o and work for {company}|He retired at the age of {AGE}.|patient is {AGE}yo
I live at {ADDRESS}.|Ship it to {ADDRESS}, please.|My address is {ADDRESS}|Send {topic} to {NAME}, {ADDRESS}.|Address: {ADDRESS}|Our office at {ADDRESS} is closed on {time}.
The crash happened near {STREET}.|we moved from {ADDRESS} to {ADDRESS}|Deliver to:\\n{NAME}\\n{ADDRESS}|Billing address: {ADDRESS}\\nAge: {AGE}|{NAME} lives at {STREET}.
My username is {USER}.|Log in as {USER} and open {product}.|user {USER} was locked out on {time}|Username: {USER}|my handle on {product} is {USER}|Reset the password of {USER}.
login: {USER}|The account {USER} was created by {NAME}.|follow me, I'm {USER} on {company}|User name {USER} is already taken.|userid={USER}|her {product} user is {USER}
Mensaje de {NAME}: gracias por {topic}.|Je m'appelle {NAME} et j'habite au {ADDRESS}.|Ich heiße {NAME} und bin {AGE} Jahre alt.|Me llamo {NAME}.|Mi nombre es {NAME}
{NAME} says {company} should hire {NAME}|RT {NAME}: {topic} is the best thing since {product}!|Happy birthday {FIRST}!!|thank you {FIRST} 😘|RIP {NAME}|{NAME} to host {time} show
Photo of {NAME} at the {company} party|"{topic}", said {LAST}.|{LAST} and {LAST} disagree about {topic}.|When {FIRST} met {FIRST}, neither liked {product}.
Mr and Mrs {LAST} booked two rooms in {place}.|Judge {LAST} ruled against {company}.|Senator {LAST} visited {place}.|President {LAST} spoke on {time}.|Coach {LAST} praised {FIRST}.""".replace("\n", "|").split("|")
PLAIN = """The meeting is on {time} at {n}:30 in {place}.|{company} released {product} in {time}.|How do I install {product} on {product}?|Compare {product} with {product}.
What is the capital of {place}?|Flights from {place} to {place} on {time}|Explain {product} in simple terms.|Write a poem about {time} in {place}.
{company} and {company} announced a merger on {time}.|Summarise {topic} for {company}.|Turn left on the main road after {n} miles.|Section {n} of the manual covers {product}.
The train to {place} leaves from platform {n}.|Add {n} grams of flour and {n} ml of milk.|The score was {n} to {n}.|Version {n}.{n} of {product} is out.|Chapter {n}: {topic}
It took {n} years to build.|The company is {n} years old.|A {n} year warranty is included.|The bridge is {n} metres long.|{n}% of users prefer {product}.|Open {n} days a week
The User Guide of {product} is on the website.|Please enter your username and password.|What is your address?|The address book of {product} is broken.|How old is the universe?
Street food in {place} is cheap.|Wall Street fell {n} points on {time}.|The White House and Downing Street declined to comment.|IP address lookup failed after {n} attempts
The username field is empty.|your name please|What's your first name?|The file name is missing.|Brand names such as {product} and {company}|Dear Sir or Madam,|Dear customer,|Hello everyone,
Good Morning {place}!|IMPORTANT NOTICE: READ BEFORE USE|TODO: fix {product} build|SELECT * FROM orders WHERE id = {n}|def main(): return {n}|Room {n}, Building B|Act as a Senior Software Engineer.
Translate the following to French: I love {time}.|Mother, may I go out?|The President met the Prime Minister in {place}.|Doctors at {company} warned about {topic}.|{product} vs {product}: which is better?
Will may be used with the base form.|mark the correct answer and grant access|the bill was paid in may|she rose early to hunt for pearls|be frank and earnest|The Grand Canyon and {place} are popular.
God bless {place}!|Champions of {place} in {time} {n}|Happy New Year from {company}|The Smithsonian, the Louvre and the Tate|I studied at {company} in {place}.|Merry Christmas to all of you""".replace("\n", "|").split("|")
PLAIN += """[{n}, {n}, {n}, {n}]|print([{n}, {n}], {n})|({n}, {n}), ({n}, {n}), ({n}, {n})|def {camel}(self, x): return x[{n}:{n}]|for i in range({n}): {camel}(i)
assert {camel}([{n}, {n}, {n}]) == {n}|Write a {product} function {camel} that sorts {n} numbers.|int {camel} = new {Camel}({n}, {n});|{Camel} extends {Camel} implements {camel}
import {camel} from '{camel}'|const {camel} = await {Camel}.{camel}();|>>> {camel}({n}, {n})|{n} + {n} = {n}|if x > {n} and y < {n} or ( {n} - {n} ) * {n} : pass|"id": {n}, "name": "{thing}", "price": {n}
Mercury, Venus, Earth, Mars, Jupiter and Saturn|Which is larger, {n} or {n}?|The table has {n} rows, {n} columns.|A train leaves {place} at {n} km/h and arrives after {n} hours.|Option A: {thing} Option B: {thing}
how do i make {thing}|can you book a table for {n} at a {thing} restaurant|what is the recipe for {thing}|add {thing} to my shopping list|is {thing} healthy|play some {thing} music|how many calories in {thing}
what is {thing} in {place}|remind me to buy {thing} on {time}|the {thing} and the {thing} are on sale|I bought {n} {thing} for my sister, my mother and my boss.|she gave her brother {n} {thing}|the {thing} #{time}
Compare {Camel} and {Camel} in {product}.|Is {thing} better than {thing}?|list of {n} {thing}|#{Camel} #{time} #{thing}|LOL that {thing} is the best|Explain the Shakespearean sonnet and the Victorian novel.|Paris-based {company}""".replace("\n", "|").split("|")
SENTENCES += """Watching {NAME} on {time} night|{NAME} vs {NAME} tonight in {place}!|@ {handle}: {NAME} is back|RT @ {handle} : so proud of {NAME}|love you {FIRST} xx|#{JOINED} is my hero|{LAST} out, {LAST} in #{time}
Breaking: {NAME} resigns as head of {company}|{FIRST} , {FIRST} and {FIRST} are at {place}|Good night {FIRST}|{NAME} ( {company} ) on {topic} http://t.co/{camel}|{NAME} 's new song is out|Alice, {FIRST} and {FIRST} play {product}.
If {FIRST} is taller than {FIRST}, who is shortest?|text {FIRST} that i am late|send {n} dollars to {FIRST}|call {NAME} please|{FIRST} bought {n} {thing}.|{FIRST} says that {FIRST} lies.|email {FIRST} about the {thing}|play songs by {NAME}
{NAME}: I did not say that.|{NAME} ({n}-{n}) was a painter from {place}.|{LAST} et al. showed that {thing} matter.|The {LAST} family moved to {place}.|{NAME} and his wife {NAME} own {company}.|according to {LAST} , {company} is fine""".replace("\n", "|").split("|")
THINGS = """tacos|spaghetti bolognese|apple pie|lasagna|sushi|ramen|guacamole|chicken tikka masala|paella|hummus|cheese|olive oil|chocolate|bananas|milk
running shoes|headphones|laptops|batteries|candles|bicycles|jazz|heavy metal|country|thai|mexican|italian|Gherkin|Akkadian|durian|neural networks|enzymes|glaciers
Roman coins|Greek gods|Persian rugs|Danish pastry|Swiss cheese|French toast|Chinese|Sanskrit|Latin|quantum computers|black holes|volcanoes""".replace("\n", "|").split("|")
SLOT = re.compile(r"\{(\w+)\}")


class Texts:
    """A stream of labelled texts; the same seed gives the same ones. `part` 0 or 1 uses one half of the names each, so
    that names in a validation text were not learned by heart."""

    def __init__(self, seed: int, part: int | None = None):
        self._random = random.Random(seed)
        half = lambda names: names if part is None else names[part::2]
        self._first, self._last = half(FIRST), half(LAST)

    def text(self) -> dict:
        r = self._random
        sentences = [r.choice(SENTENCES if r.random() < 0.6 else PLAIN) for _ in range(r.choice([1, 1, 2, 3]))]
        row = self._fill(" ".join(sentences).replace("\\n", "\n"))
        style = r.random()
        if style < 0.22:
            row = recased(row, str.lower)
        elif style < 0.27:
            row = recased(row, str.upper)
        return row

    def _fill(self, template: str) -> dict:
        text, label, at = "", [], 0
        for slot in SLOT.finditer(template):
            text += template[at : slot.start()]
            type_, value = self._value(slot.group(1))
            if type_:
                label.append({"type": type_, "start": len(text), "end": len(text) + len(value)})
            text += value
            at = slot.end()
        return {"text": text + template[at:], "label": label, "source": "ours"}

    def _value(self, slot: str) -> tuple[str | None, str]:
        r = self._random
        first, last = r.choice(self._first), r.choice(self._last)
        match slot:
            case "NAME":
                form = r.random()
                if form < 0.62:
                    return "NAME", f"{first} {last}"
                if form < 0.70:
                    return "NAME", f"{first} {r.choice('ABCDEFGHIJKLMNOPRSTW')}. {last}"
                if form < 0.75:
                    return "NAME", f"{first} {r.choice(self._first)} {last}"
                if form < 0.79:
                    return "NAME", f"{first[0]}. {last}"
                if form < 0.82:
                    return "NAME", f"{last}, {first}"
                return "NAME", first if form < 0.92 else last
            case "FIRST":
                return "NAME", first
            case "LAST":
                return "NAME", last
            case "TITLE":
                return None, r.choice(TITLES)
            case "AGE":
                return "AGE", str(r.choice([r.randint(1, 99), r.randint(16, 80)]))
            case "ADDRESS":
                return "ADDRESS", self._address()
            case "STREET":
                return "ADDRESS", self._street()
            case "USER":
                return "USERNAME", self._user(first, last)
            case "JOINED":
                return "NAME", first + re.sub(r"\W", "", last)
            case "handle":
                return None, re.sub(r"\W", "", first.lower() + r.choice(["", "_", last[:2]]) + str(r.randint(1, 99)))
            case "thing":
                return None, r.choice(THINGS)
            case "camel" | "Camel":
                words = r.sample("get set max min sum list array tree node user file data sub json base index map key value".split(), 2)
                name = words[0] + words[1].title() if r.random() < 0.6 else "_".join(words)
                return None, name if slot == "camel" else name.title().replace("_", "")
            case "place":
                return None, r.choice(PLACES)
            case "company":
                return None, r.choice(COMPANIES)
            case "product":
                return None, r.choice(PRODUCTS)
            case "time":
                return None, r.choice(TIMES)
            case "topic":
                return None, r.choice(TOPICS)
            case _:
                return None, str(r.choice([r.randint(1, 12), r.randint(1, 99), r.randint(100, 3000)]))

    def _street(self) -> str:
        r = self._random
        return f"{r.choice([r.randint(1, 99), r.randint(100, 9999)])} {r.choice(STREETS)} {r.choice(KINDS)}"

    def _address(self) -> str:
        r = self._random
        form = r.random()
        if form < 0.2:
            return r.choice(FOREIGN).format(n=r.randint(1, 200), z5=r.randint(10000, 99999), z3=r.randint(100, 999))
        street = self._street()
        if r.random() < 0.3:
            street += r.choice([", Apt {}", " Apt. {}", ", Suite {}", " Unit {}", ", Flat {}", " #{}"]).format(r.randint(1, 500))
        separator = r.choice([", ", ", ", "\n"])
        if form < 0.35:
            return street
        if form < 0.55:
            return f"{street}{separator}{r.choice(UK_TOWNS)} {r.choice(UK)}"
        if form < 0.62:
            return f"P.O. Box {r.randint(10, 9999)}, {r.choice(TOWNS)}, {r.choice(STATES)}"
        return f"{street}{separator}{r.choice(TOWNS)}, {r.choice(STATES)} {r.randint(10000, 99999)}"

    def _user(self, first: str, last: str) -> str:
        r = self._random
        f, l = re.sub(r"\W", "", first.lower()), re.sub(r"\W", "", last.lower())
        word = r.choice("dark cool super mega pixel shadow wolf tiger star ninja dragon happy lazy crazy coffee cat moon".split())
        n = r.choice([r.randint(1, 99), r.randint(1950, 2012), r.randint(100, 9999)])
        return r.choice([f"{f[0]}{l}", f"{f[0]}{l}{n}", f"{f}.{l}", f"{f}_{l}", f"{f}{n}", f"{f}_{n}", f"{word}_{f}", f"{word}{n}",
                         f"{word}_{word}{n}", f"x{l}X{n}", f"{f}-{word}", f"{word.title()}{first}{n}", f"@{f}{l}", f"{l}.{f[0]}"])


def recased(row: dict, case) -> dict:
    """The same text in another case, unless that moves offsets."""
    text = case(row["text"])
    return {**row, "text": text} if len(text) == len(row["text"]) else row
