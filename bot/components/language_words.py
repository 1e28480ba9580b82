"""Words by which a language is known in a short chat message. Words that are English too, or common in names, are left out.

Stated limit: Latin-script languages that are not here (or a message without any of these words) are taken for English.
"""

from typing import Dict, FrozenSet

from components.pattern import word_set

LANGUAGES: Dict[str, FrozenSet[str]] = {
    language: word_set(words)
    for language, words in {
        "de": "ich du wir ihr sie mir mich dir dich uns euch nicht kein keine keinen und oder aber auch noch schon "
        "sehr für fuer mit ohne von vom zum zur "
        "auf aus bei nach über ueber unter ist sind bin haben habe hast hat gibt möchte moechte suche brauche will "
        "kann kannst können koennen könnte wie wo "
        "wann warum wer welche welcher welches der das dem ein eine einen einem einer mein meine meinen meiner bitte "
        "danke hallo tschüss guten tag morgen "
        "bestellung bestellt lieferung versand rückgabe zurückgeben zurück paket schuhe jacke hose zelt preis kosten "
        "kostet günstig günstiger billig größe "
        "groesse farbe gutschein rabatt hilfe sprechen mitarbeiter deutsch rot blau grün schwarz weiß haben etwas "
        "zeigen zeig welchen dieses diese diesen ja",
        "es": "el los las una unos unas yo tú usted ustedes nosotros mi mis su sus que qué cómo como cuándo cuando "
        "dónde donde cuál cual cuánto cuanto cuesta "
        "quién para por con sin pero más muy también está están estoy son es soy tengo tiene tienen hay quiero "
        "quisiera necesito busco puedo puede pueden "
        "me gustaría hola gracias adiós buenos buenas días tardes noches pedido envío envio devolver devolución "
        "zapatos chaqueta tienda precio barato talla "
        "ayuda hablar persona español rojo azul verde negro negra blanco favor donde hablas esto este esta estos "
        "estas del al y o algo alguna zapatillas mochila",
        "fr": "je tu il nous vous ils elles mon ma mes votre vos notre le la les un une des du au aux et ou où mais "
        "avec sans sur dans chez est sont suis avez "
        "avons ont ai cherche voudrais veux peux pouvez puis-je besoin quel quelle quels quelles comment combien "
        "quand pourquoi qui que quoi ce cet cette ces ne "
        "pas plus très aussi bonjour bonsoir salut merci revoir commande livraison retour retourner rembourser "
        "chaussures veste tente prix coûte cher moins "
        "taille aide aidez parler quelqu français rouge bleu bleue vert noir noire blanc pour y-a-t-il est-ce qu "
        "s'il plaît plait colis sac j'ai c'est d'un d'une",
        "it": "io noi voi lui lei mi ti ci vi il lo gli una uno di del della dei delle con senza su per non più "
        "molto anche sono sei è siamo avete ho ha hanno "
        "vorrei cerco voglio posso può potete come dove quando perché quale quanto costa che ciao buongiorno "
        "buonasera grazie prego arrivederci ordine "
        "spedizione reso restituire scarpe giacca prezzo taglia aiuto parlare italiano rosso nero bianco mio mia "
        "questo questa",
        "pt": "eu você vocês nós meu minha meus minhas seu sua o os uma uns umas do da dos das no na com sem para "
        "por mas mais muito também não sim está estão "
        "sou são tenho tem têm há quero queria gostaria preciso procuro posso pode como onde quando porque qual "
        "quanto custa que olá oi obrigado obrigada bom "
        "boa dia tarde noite pedido envio entrega devolver devolução sapatos jaqueta casaco preço tamanho ajuda "
        "falar pessoa português vermelho azul preto",
        "nl": "ik jij wij jullie zij mij jou ons mijn jouw niet geen een het deze dit dat van voor met zonder naar "
        "bij zijn ben bent heb hebt heeft hebben wil kan "
        "kunt kunnen zoek nodig graag hoe waar wanneer waarom wie welke hallo dank bedankt dag goedemorgen "
        "bestelling levering verzending retour terugsturen "
        "schoenen jas prijs kost goedkoop goedkoper maat kleur hulp spreken medewerker nederlands rood blauw zwart "
        "wit en of maar ook nog heel u uw wat",
        "pl": "ja ty my jestem jest są nie tak mam masz czy jak gdzie kiedy dlaczego który jaka jakie chcę chciałbym "
        "chciałabym szukam potrzebuję mogę dla bez "
        "dzień dobry cześć dziękuję proszę zamówienie dostawa zwrot buty kurtka cena rozmiar pomoc się na w z i po polsku",
        "sv": "jag du vi ni är inte ett och eller men med utan för från på har kan vill söker behöver hur var när "
        "varför vilken hej tack beställning leverans "
        "retur skor jacka pris storlek hjälp prata svenska mig min mitt det den",
        "tr": "ben sen biz siz bir ve veya ama ile için değil var yok mı mi mu istiyorum arıyorum lazım nasıl nerede "
        "zaman neden hangi kaç merhaba teşekkürler "
        "sipariş kargo iade ayakkabı ceket fiyat beden yardım konuşmak türkçe bu şu ne",
    }.items()
}

# a message that is only one of these is clear although it is short
ALONE: Dict[str, str] = {
    "hola": "es",
    "gracias": "es",
    "buenos dias": "es",
    "buenos días": "es",
    "buenas tardes": "es",
    "buenas noches": "es",
    "ayuda": "es",
    "muchas gracias": "es",
    "guten tag": "de",
    "guten morgen": "de",
    "guten abend": "de",
    "hallo": "de",
    "danke": "de",
    "hilfe": "de",
    "danke schön": "de",
    "vielen dank": "de",
    "bonjour": "fr",
    "bonsoir": "fr",
    "merci": "fr",
    "salut": "fr",
    "merci beaucoup": "fr",
    "au revoir": "fr",
    "ciao": "it",
    "buongiorno": "it",
    "buonasera": "it",
    "grazie": "it",
    "olá": "pt",
    "obrigado": "pt",
    "obrigada": "pt",
    "bom dia": "pt",
    "boa tarde": "pt",
    "goedemorgen": "nl",
    "goedemiddag": "nl",
    "dank je": "nl",
    "bedankt": "nl",
    "cześć": "pl",
    "dzień dobry": "pl",
    "hej": "sv",
    "merhaba": "tr",
}

ENGLISH: FrozenSet[str] = word_set(
    "a about after again all also am an and any anything are as at back be because been before being best better "
    "between but buy by can can't cheap cheaper "
    "cheapest color come could customer delivery did didn't do does doesn't don't down each even ever every find "
    "first for free from get gift give go going good "
    "got great had has have haven't he hello help her here hey hi him his hot how i i'd i'll i'm i've if in into is "
    "isn't it it's its just kind know last like "
    "little long look looking lot made make many may me mean more most much my need never new next nice no not "
    "nothing now of off ok okay on once one only or "
    "order other our out over paid pay please price product put really red refund return right same say second see "
    "send she ship shipping shop should show "
    "size small so some something still store such sure take talk tell than thank thanks that that's the their them "
    "then there there's these they thing this "
    "those through time to today together too try two under until up us use very want was wasn't way we well were "
    "what what's when where which while who why "
    "will with without won't work would yes yet you you're your"
)

# words of the lists above that are English words as well, or stand in product and brand names: they prove little alone
WEAK: FrozenSet[str] = word_set(
    "a all also an am as at be ben bin come con da dag de del den die do dos du due el en es est for gran hat he her "
    "het i il in is it la las le les los ma man mi "
    "mini my na no o of on or per plus pour pro qui sac sale salut sans see si so son su sur ten tu u un van von was "
    "we will with y w z ha vi ni ti ci lo bon mon "
    "des das der que var ne bu me more notre und dit dat wit mit mij une uno kan kost tag wie wo war at son ai ont "
    "moins cher sei min det ett os las"
)
