extension CommandCatalogue {
  /// The account at a glance, and what is written of it.
  static let overview: [Command] = [
    Command(
      .overviewOpen,
      ["O"],
      "overview",
      "Show the account at a glance: what policies grant, dangers, domains, age, mail",
      in: [.browse],
      importance: 2
    ),
    Command(.overviewShow, ["enter"], "show them", "Show these policies alone", in: [.overview], importance: 9),
    Command(.overviewNext, ["tab"], "next section", "Go to the next section", in: [.overview], importance: 8),
    Command(.overviewPrevious, ["shift-tab"], "section before", "Go to the section before", in: [.overview]),
    Command(
      .reportOpen,
      ["alt-o"],
      "report",
      "Write a report of the account, or of the draft in review, for a ticket or an auditor",
      in: [.browse, .review, .overview],
      importance: 1
    ),
  ]
}
