extension CommandCatalogue {
  /// What sends a batch, and what follows.
  static let sending: [Command] = [
    Command(
      .submissionConfirm,
      ["enter"],
      "submit",
      "Submit, once what is asked for is typed",
      in: [.question],
      importance: 9
    ),
    Command(.submissionYes, ["y"], "yes", "Submit what changes what gets through", in: [.question], importance: 9),
    Command(
      .submissionReason,
      ["tab", "shift-tab"],
      "reason",
      "Go to the reason, or back to the confirmation",
      in: [.question],
      importance: 5
    ),
    Command(.outcomeLookAgain, ["l"], "look again", "Look for the outcome again; nothing is sent", in: [.outcome]),
    Command(
      .outcomeSettle,
      ["A"],
      "it was applied",
      "Take the batch for applied, so that its operations leave the draft",
      in: [.outcome]
    ),
    Command(.outcomeClose, ["enter"], "close", "Close the outcome; the draft is kept", in: [.outcome], importance: 9),
  ]

  static let program: [Command] = [
    Command(.pickerChoose, ["enter"], "choose", "Choose this one", in: [.picker]),
    Command(.pickerToggle, ["space"], "toggle", "Add this one, or take it out", in: [.picker]),
    Command(.themeChoose, ["T"], "themes", "Choose a theme; each is tried on", in: [.browse]),
    Command(.accountChoose, ["A"], "accounts", "Work on another account", in: [.browse]),
    Command(.draftChoose, ["alt-d"], "drafts", "Work on another draft of the account, or begin one", in: [.browse]),
    Command(.logOpen, ["L"], "messages", "Show what was said so far", in: [.browse]),
    Command(
      .mouseToggle,
      ["m", "alt-m"],
      "mouse",
      "Leave the mouse to the terminal, to select text; or take it back",
      in: everywhere
    ),
    Command(
      .paletteOpen,
      [":", "alt-x"],
      "commands",
      "Choose a command by name",
      in: everywhere.subtracting([.palette]),
      importance: 9
    ),
    Command(.paletteRun, ["enter"], "run", "Do what is chosen", in: [.palette], importance: 9),
    Command(
      .help,
      ["?", "f1"],
      "help",
      "Show the keys",
      in: everywhere.subtracting([.help]),
      importance: 10
    ),
    Command(
      .helpSearch,
      ["/"],
      "search",
      "Search the list",
      in: [.help, .findings, .rules, .frequencies, .overview, .changes, .history, .importing]
    ),
    Command(.helpNext, ["tab"], "next place", "Go to the keys of the next place", in: [.help]),
    Command(.helpPrevious, ["shift-tab"], "place before", "Go to the keys of the place before", in: [.help]),
    Command(
      .matchNext,
      ["N"],
      "next",
      "Go to the next that the search finds; of policies and operations, with a danger; of a file, with a mistake or a finding",
      in: [.browse, .review, .findings, .rules, .frequencies, .overview, .changes, .history, .help, .importing]
    ),
    Command(
      .matchPrevious,
      ["P"],
      "previous",
      "Go to the one before that the search finds; of policies and operations, with a danger; of a file, with a mistake or a finding",
      in: [.browse, .review, .findings, .rules, .frequencies, .overview, .changes, .history, .help, .importing]
    ),
    Command(
      .back,
      ["esc", "q"],
      "back",
      "Go back",
      in: [
        .review, .findings, .rules, .frequencies, .overview, .changes, .picker, .views, .mail, .history, .help, .pasted,
        .importing, .outcome,
      ],
      importance: 9
    ),
    Command(
      .cancel,
      ["esc", "ctrl-g"],
      "back",
      "Go back without it",
      in: [.form, .leaving, .whatIf, .columns, .question, .sending, .filter, .palette, .search, .line, .path],
      importance: 8
    ),
    Command(.quit, ["q"], "quit", "Quit Postern", in: [.browse], importance: 3),
    Command(.redraw, ["ctrl-l"], "redraw", "Draw the screen anew", in: everywhere),
    Command(.tour, ["alt-g"], "tour", "Begin the guided tour, or end it", in: everywhere),
    Command(.tourNext, ["alt-n"], "skip", "Leave a step of the guided tour out", in: everywhere),
    Command(.suspend, ["ctrl-z"], "suspend", "Suspend the program; `fg` brings it back", in: everywhere),
    Command(.interrupt, ["ctrl-c"], "leave", "Go back, or quit", in: everywhere),
  ]
}
