extension CommandCatalogue {
  /// How the table is looked at: its columns, the details beside it, and what its rows have in common.
  static let table: [Command] = [
    Command(.columnsRight, ["right", "l"], "columns", "Move to the columns at the right", in: [.browse]),
    Command(.columnsLeft, ["left", "h"], "columns", "Move to the columns at the left", in: [.browse]),
    Command(.columnWiden, [">"], "wider", "Make the column wider; in the table the pattern's", in: [.browse, .picker]),
    Command(.columnNarrow, ["<"], "narrower", "Make it narrower", in: [.browse, .picker]),
    Command(.columnFit, ["="], "as it fits", "Let it be as wide as suits it", in: [.browse, .picker]),
    Command(
      .detailToggle,
      ["p"],
      "details",
      "Show the details below, at the right, instead of the table, or not at all",
      in: [.browse]
    ),
    Command(.detailDown, ["J", "shift-down"], "scroll details", "Show more of the details", in: [.browse]),
    Command(.detailUp, ["K", "shift-up"], "scroll details back", "Go back in the details", in: [.browse]),
    Command(
      .frequenciesOpen,
      ["#"],
      "frequencies",
      "Count what is shown by domain, type, flags, finding or ticket",
      in: [.browse]
    ),
    Command(.frequencyShow, ["enter"], "show them", "Show these policies alone", in: [.frequencies], importance: 9),
    Command(
      .frequencyNext,
      ["tab", "right", "l"],
      "next tab",
      "Count by something else",
      in: [.frequencies],
      importance: 8
    ),
    Command(
      .frequencyPrevious,
      ["shift-tab", "left", "h"],
      "tab before",
      "Count by what was before",
      in: [.frequencies]
    ),
  ]
}
