"""Documents as they are written, in sentences of our own."""

DECLARATION = {
    "en": """DECLARATION OF THE MINISTERIAL CONFERENCE
ON SAFE ROUTES

Kampala, 3 May 2023

We, the Ministers responsible for migration, meeting in Kampala;

Recalling the declaration of 28 November
2014 and the plan that followed;

Reaffirming our respect for international law,

PART I
GENERAL PRINCIPLES

1. We commit ourselves to offering protection to every refugee who crosses our
borders, as agreed in
2014. The number was
12. March saw more.

2. We shall:
(a) share information;
(b) train officials, including:
    (i) border guards;
    (ii) judges; and
(c) report every year.

Return and reintegration

3. Return shall be
voluntary.

PART II – FOLLOW-UP

1. Senior officials will meet.

1.1 They meet twice a year.

1.2 They report.

2. This declaration enters into force today.

Annex A
List of actions

1) First action
2) Second action
""",
    "fr": """DÉCLARATION DE LA CONFÉRENCE MINISTÉRIELLE
SUR LES ROUTES SÛRES

Kampala, 3 mai 2023

Nous, ministres chargés des migrations, réunis à Kampala ;

Rappelant la déclaration du 28 novembre 2014 et le plan qui l’a suivie ;

Réaffirmant notre attachement au droit international,

Première partie
PRINCIPES GÉNÉRAUX

1. Nous nous engageons à protéger tout réfugié qui franchit nos frontières, comme convenu en
2014. Leur nombre était de
12. Il a augmenté en mars.

2. Nous devons :
a) échanger des informations ;
b) former des agents, notamment :
    i) des garde-frontières ;
    ii) des juges ; et
c) rendre compte chaque année.

Retour et réintégration

3. Le retour est
volontaire.

Partie II – SUIVI

1. Les hauts fonctionnaires se réunissent.

1.1 Ils se réunissent deux fois par an.

1.2 Ils rendent compte.

2. La présente déclaration entre en vigueur aujourd’hui.

Annexe A
Liste des actions

1) Première action
2) Deuxième action
""",
    "ar": """إعلان المؤتمر الوزاري
بشأن الطرق الآمنة

كمبالا، 3 مايو 2023

نحن الوزراء المعنيين بالهجرة، المجتمعين في كمبالا؛

إذ نشير إلى إعلان 28 نوفمبر 2014 والخطة التي تلته؛

وإذ نؤكد من جديد احترامنا للقانون الدولي،

الجزء الأول
مبادئ عامة

١. نلتزم بحماية كل لاجئ يعبر حدودنا، كما اتفق عليه في عام
٢٠١٤. وكان العدد
١٢. وازداد في مارس.

٢. علينا أن:
(أ) نتبادل المعلومات؛
(ب) ندرب الموظفين، ومنهم:
    (١) حرس الحدود؛
    (٢) القضاة؛ و
(ج) نقدم تقريراً كل سنة.

العودة وإعادة الإدماج

٣- العودة
طوعية.

الجزء الثاني – المتابعة

١. يجتمع كبار المسؤولين.

١.١ يجتمعون مرتين في السنة.

١.٢ يقدمون تقريراً.

٢. يدخل هذا الإعلان حيز النفاذ اليوم.

الملحق أ
قائمة الإجراءات

١) الإجراء الأول
٢) الإجراء الثاني
""",
}

EIDS_OF_DECLARATION = [
    "title-1",
    "recital-1",
    "recital-2",
    "recital-3",
    "part-1",
    "para-1",
    "para-2",
    "para-2-point-a",
    "para-2-point-b",
    "para-2-point-b-1",
    "para-2-point-b-2",
    "para-2-point-c",
    "heading-1",
    "para-3",
    "part-2",
    "part-2-para-1",
    "part-2-para-1-point-1",
    "part-2-para-1-point-2",
    "part-2-para-2",
    "annex-1",
    "annex-1-para-1",
    "annex-1-para-2",
]

AGREEMENT = {
    "en": """AGREEMENT ON THE TRAINING CENTRE

Chapter 1
General provisions

Article 1
Definitions

For the purposes of this Agreement, “Centre” means the training centre.

Article 2 – Seat

1. The seat of the Centre is in Khartoum.
2. It may hold courses elsewhere, in accordance with
Article 7 of the headquarters agreement.

Chapter 2
Organs

Art. 3. The organs of the Centre are the board and the director.

Article 4
The board

1. The board has five members:
- two of the host country;
- three of the others.
2. It meets once a year.
""",
    "fr": """ACCORD SUR LE CENTRE DE FORMATION

Chapitre premier
Dispositions générales

Article premier
Définitions

Aux fins du présent accord, « Centre » désigne le centre de formation.

Article 2 – Siège

1. Le siège du Centre est à Khartoum.
2. Il peut organiser des cours ailleurs, conformément à
l’article 7 de l’accord de siège.

Chapitre 2
Organes

Art. 3. Les organes du Centre sont le conseil et le directeur.

Article 4
Le conseil

1. Le conseil a cinq membres :
– deux du pays hôte ;
– trois des autres.
2. Il se réunit une fois par an.
""",
    "ar": """اتفاق بشأن مركز التدريب

الفصل الأول
أحكام عامة

المادة الأولى
التعاريف

لأغراض هذا الاتفاق، يقصد بـ«المركز» مركز التدريب.

المادة ٢ – المقر

١- مقر المركز في الخرطوم.
٢- يجوز له أن ينظم دورات في أماكن أخرى، وفقاً
للمادة ٧ من اتفاق المقر.

الفصل الثاني
الأجهزة

المادة ٣. أجهزة المركز هي المجلس والمدير.

المادة الرابعة
المجلس

١- يتألف المجلس من خمسة أعضاء:
- اثنان من البلد المضيف؛
- ثلاثة من البلدان الأخرى.
٢- يجتمع المجلس مرة في السنة.
""",
}

EIDS_OF_AGREEMENT = [
    "title-1",
    "part-1",
    "art-1",
    "art-2",
    "art-2-para-1",
    "art-2-para-2",
    "part-2",
    "art-3",
    "art-4",
    "art-4-para-1",
    "art-4-para-1-point-1",
    "art-4-para-1-point-2",
    "art-4-para-2",
]

ACTION_PLAN = {
    "en": """ACTION PLAN

I. ROOT CAUSES

A. Development

• Support young people who look for work;
• Improve schools.

B. Stability

• Prevent conflicts.

II. PROTECTION

A. Asylum

• Register every refugee.
""",
    "fr": """PLAN D’ACTION

I. CAUSES PROFONDES

A. Développement

• Soutenir les jeunes qui cherchent du travail ;
• Améliorer les écoles.

B. Stabilité

• Prévenir les conflits.

II. PROTECTION

A. Asile

• Enregistrer tout réfugié.
""",
    "ar": """خطة العمل

أولاً: الأسباب الجذرية

ألف - التنمية

• دعم الشباب الباحثين عن عمل؛
• تحسين المدارس.

باء - الاستقرار

• منع النزاعات.

ثانياً: الحماية

ألف - اللجوء

• تسجيل كل لاجئ.
""",
}

EIDS_OF_ACTION_PLAN = [
    "title-1",
    "part-1",
    "part-1-1",
    "part-1-1-point-1",
    "part-1-1-point-2",
    "part-1-2",
    "part-1-2-point-1",
    "part-2",
    "part-2-1",
    "part-2-1-point-1",
]

STATEMENT = {
    "en": """JOINT STATEMENT

Recalling the conference in Rome;

Convinced that dialogue is needed,

We agree to work together against trafficking.

We will meet again next year, and invite the African Union:
- to take part;
- to report.
""",
    "fr": """DÉCLARATION COMMUNE

Rappelant la conférence de Rome ;

Convaincus que le dialogue est nécessaire,

Nous convenons de lutter ensemble contre la traite.

Nous nous réunirons de nouveau l’année prochaine, et invitons l’Union africaine :
- à participer ;
- à rendre compte.
""",
    "ar": """بيان مشترك

إذ نشير إلى مؤتمر روما؛

واقتناعاً منا بضرورة الحوار،

نتفق على العمل معاً لمكافحة الاتجار.

سنجتمع مرة أخرى في العام المقبل، وندعو الاتحاد الأفريقي إلى:
- المشاركة؛
- تقديم تقرير.
""",
}

EIDS_OF_STATEMENT = [
    "title-1",
    "recital-1",
    "recital-2",
    "para-1",
    "para-2",
    "para-2-point-1",
    "para-2-point-2",
]

# As a PDF gives it: lines of a page, with what stands on every page.
PAGES = [
    """KHARTOUM PROCESS EN
Contents
Part I General principles ........ 2
Part II Follow-up ........ 3
1""",
    """KHARTOUM PROCESS EN
Part I
General principles
1. We commit ourselves to working together on all routes between the Horn of Africa and
Europe, and to sharing what our authorities know about the networks that traffic in human
beings, as we have done since
2014. Every State reports once in a year to the others on what it has done and on what is
still to be done.
2. We thank the host of the conference, and every organisation that has helped to prepare
it, for
2""",
    """KHARTOUM PROCESS EN
their hospitality and their work.
4. We invite others to join.
Part II
Follow-up
5. Senior officials meet at least once in every year, at the invitation of the State that has
the chair.
3""",
]
