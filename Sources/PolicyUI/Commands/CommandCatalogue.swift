import PolicyCore

/// All commands, in the order in which the help lists them.
package enum CommandCatalogue {
  package static let all: [Command] =
    moving + policies + review + findings + mail + draft + view + table + overview + forms + files + sending + program

  package static func command(_ id: CommandID) -> Command? { byID[id] }

  private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })
  /// What the bottom line may tell of, for each screen.
  static let hinted: [CommandContext: [Command]] = Dictionary(
    uniqueKeysWithValues: CommandContext.allCases.map { context in
      (context, all.filter { $0.contexts.contains(context) && $0.importance > 0 })
    }
  )
  static let everywhere = Set(CommandContext.allCases)
  /// Where keys move through a list.
  static let lists: Set<CommandContext> = [
    .browse, .review, .findings, .rules, .frequencies, .overview, .changes, .picker, .views, .mail, .history, .help,
    .pasted, .importing,
  ]

  private static let moving: [Command] = [
    Command(.cursorDown, ["j", "down"], "down", "Move down", in: lists),
    Command(.cursorUp, ["k", "up"], "up", "Move up", in: lists),
    Command(.cursorHalfPageDown, ["ctrl-d"], "half page", "Move down half a page", in: lists),
    Command(.cursorHalfPageUp, ["ctrl-u"], "half page", "Move up half a page", in: lists),
    Command(.cursorPageDown, ["pgdn", "ctrl-f"], "page", "Move down a page", in: lists),
    Command(.cursorPageUp, ["pgup", "ctrl-b"], "page", "Move up a page", in: lists),
    Command(.cursorFirst, ["g", "home"], "first", "Go to the first row", in: lists),
    Command(.cursorLast, ["G", "end"], "last", "Go to the last row", in: lists),
    Command(.choiceDown, ["down", "ctrl-n"], "down", "Move down while typing", in: [.palette, .search]),
    Command(.choiceUp, ["up", "ctrl-p"], "up", "Move up while typing", in: [.palette, .search]),
    Command(
      .choicePageDown,
      ["pgdn"],
      "page",
      "Move down a page while typing",
      in: [.palette, .search, .filter]
    ),
    Command(.choicePageUp, ["pgup"], "page", "Move up a page while typing", in: [.palette, .search, .filter]),
  ]

  private static let policies: [Command] = [
    Command(
      .policyEdit,
      ["enter"],
      "edit",
      "Edit the policy, or flags and comment of all that are marked, in a form",
      in: [.browse],
      importance: 9
    ),
    Command(.policyNew, ["n"], "new", "Queue a new policy", in: [.browse], importance: 8),
    Command(
      .policyDuplicate,
      ["c"],
      "duplicate",
      "Queue a new policy that begins as a copy of this one",
      in: [.browse]
    ),
    Command(
      .policyDelete,
      ["d", "delete"],
      "delete",
      "Queue a deletion; again takes it back",
      in: [.browse],
      importance: 7
    ),
    Command(
      .flagTrusted,
      ["t", "alt-t"],
      "trusted",
      "Turn trusted sender on or off",
      in: [.browse, .pasted, .columns, .form],
      importance: 6
    ),
    Command(
      .flagAcceptable,
      ["a", "alt-a"],
      "acceptable",
      "Turn acceptable sender on or off",
      in: [.browse, .pasted, .columns, .form],
      importance: 6
    ),
    Command(
      .flagExempt,
      ["x", "alt-e"],
      "exempt",
      "Turn exempt recipient on or off",
      in: [.browse, .pasted, .columns, .form],
      importance: 6
    ),
    Command(
      .flagVerify,
      ["v", "alt-v"],
      "verify",
      "Turn verify sender on or off",
      in: [.browse, .pasted, .columns, .form],
      importance: 6
    ),
    Command(.markToggle, ["space"], "mark", "Mark the policy and move down", in: [.browse], importance: 4),
    Command(.markRange, ["ctrl-space", "V"], "mark range", "Mark from the last mark to here", in: [.browse]),
    Command(.markAll, ["*"], "mark all", "Mark all that the filter shows, or unmark them", in: [.browse]),
    Command(.markInvert, ["i"], "invert marks", "Invert the marks of all that the filter shows", in: [.browse]),
    Command(.markClear, ["-"], "unmark", "Take all marks away, and nothing else", in: [.browse]),
    Command(
      .policyCopy,
      ["y"],
      "copy",
      "Copy the pattern or all marked, the request, the fingerprint",
      in: [.browse, .review, .history]
    ),
    Command(
      .policyCopyMore,
      ["Y"],
      "copy more",
      "Copy the id, row or JSON; of a review, its text",
      in: [.browse, .review]
    ),
  ]

  private static let draft: [Command] = [
    Command(
      .draftUndo,
      ["u"],
      "undo",
      "Undo: take the last change of the draft back",
      in: [.browse, .review, .importing],
      importance: 5
    ),
    Command(
      .draftRedo,
      ["ctrl-r"],
      "redo",
      "Redo: carry out again what was undone",
      in: [.browse, .review, .importing]
    ),
    Command(.changesOpen, ["U"], "changes", "List the changes of the draft, to go back to any of them", in: [.browse]),
    Command(.guardsOpen, ["M"], "guards", "Show what must stay true (guards), and whether it does", in: [.browse]),
    Command(.changeJump, ["enter"], "go there", "Undo or redo up to this change", in: [.changes]),
    Command(
      .historyOpen,
      ["H"],
      "history",
      "Show what was submitted, and what came of it",
      in: [.browse, .outcome],
      importance: 2
    ),
    Command(.historyShow, ["enter"], "show", "Show the submission in full", in: [.history], importance: 9),
    Command(
      .historyUndo,
      ["U"],
      "undo",
      "Queue what takes the submission back, to be reviewed as any draft",
      in: [.history],
      importance: 8
    ),
    Command(
      .reviewOpen,
      ["r"],
      "review",
      "Review the draft, or only what is marked",
      in: [.browse, .importing],
      importance: 10
    ),
  ]

  private static let view: [Command] = [
    Command(
      .filterOpen,
      ["/"],
      "filter",
      "Filter while you type; what a review hides is not submitted",
      in: [.browse, .review],
      importance: 9
    ),
    Command(.filterAccept, ["enter"], "keep", "Keep the filter, and go to the policies", in: [.filter], importance: 9),
    Command(.filterOlder, ["up"], "older", "The filter that was used before", in: [.filter], importance: 5),
    Command(.filterNewer, ["down"], "newer", "The filter that was used after", in: [.filter]),
    Command(.filterComplete, ["tab"], "completes", "Complete the word at the caret", in: [.filter], importance: 6),
    Command(
      .filterClear,
      ["esc"],
      "clear",
      "Leave the details for the table; clear the filter, then the marks",
      in: [.browse]
    ),
    Command(
      .filterWiden,
      ["tab"],
      "more",
      "Show what else lets in the domain or address in the filter",
      in: [.browse]
    ),
    Command(.viewsOpen, ["b"], "views", "List the saved filters, to use one or to keep this one", in: [.browse]),
    Command(.viewUse, ["enter"], "use", "Filter by this one", in: [.views], importance: 9),
    Command(.viewKeep, ["n"], "keep this filter", "Keep the filter under a name", in: [.views], importance: 8),
    Command(.viewDrop, ["d", "backspace"], "forget", "Forget the saved filter", in: [.views], importance: 7),
    Command(
      .rowsArrange,
      ["."],
      "arrange",
      "Show only what matches, in its order: changed rows stay until then",
      in: [.browse]
    ),
    Command(.sortChoose, ["s"], "sort", "Choose the columns to sort by", in: [.browse], importance: 2),
    Command(.sortReverse, ["S"], "reverse", "Reverse the order", in: [.browse]),
    Command(.columnsChoose, [","], "columns", "Choose the columns that are shown", in: [.browse]),
    Command(.policiesRefresh, ["R"], "refresh", "Load the policies again", in: [.browse], importance: 1),
  ]

  private static let review: [Command] = [
    Command(.reviewSubmit, ["S"], "submit", "Submit the batch, after a confirmation", in: [.review], importance: 10),
    Command(.reviewUnfold, ["enter"], "unfold", "Unfold or fold one operation", in: [.review], importance: 9),
    Command(.reviewUnfoldAll, ["z"], "all", "Unfold or fold all operations", in: [.review], importance: 8),
    Command(.reviewEdit, ["e"], "edit", "Edit the operation in a form", in: [.review], importance: 7),
    Command(
      .reviewDrop,
      ["backspace", "d"],
      "drop",
      "Take the operation out of the draft",
      in: [.review],
      importance: 7
    ),
    Command(.reviewTabNext, ["tab"], "next tab", "Show the next tab", in: [.review], importance: 3),
    Command(.reviewTabChanges, ["1"], "changes", "Show what changes", in: [.review]),
    Command(.reviewTabFindings, ["2"], "findings", "Show the findings", in: [.review]),
    Command(.reviewTabConflicts, ["3"], "conflicts", "Show the conflicts", in: [.review]),
    Command(
      .conflictKeepMine,
      ["m"],
      "keep mine",
      "Lay my change over the policy as it is now",
      in: [.review],
      importance: 9
    ),
    Command(
      .conflictTakeTheirs,
      ["t"],
      "take theirs",
      "Take my operation out of the draft",
      in: [.review],
      importance: 9
    ),
    Command(.reviewSort, ["s"], "by danger", "Show the most dangerous first, or what runs first", in: [.review]),
    Command(.reviewExport, ["E"], "export", "Write the request to a file, to the byte", in: [.review], importance: 2),
    Command(.reviewEncoding, ["o"], "encoding", "Write the batch in the other encoding", in: [.review]),
    Command(.reviewTabRequest, ["4"], "request", "Show the exact request", in: [.review], importance: 4),
    Command(.reviewTabMail, ["5"], "mail", "Show what it would have done with mail", in: [.review]),
  ]

  /// What has fields to go through.
  private static let places: Set<CommandContext> = [.form, .whatIf, .columns]

  private static let forms: [Command] = [
    Command(.formQueue, ["enter"], "queue", "Queue what the form says", in: [.form, .leaving, .pasted], importance: 9),
    Command(.fieldNext, ["tab", "down"], "next field", "Go to the next field", in: places, importance: 6),
    Command(.fieldPrevious, ["shift-tab", "up"], "field before", "Go to the field before", in: places),
    Command(
      .fieldToggle,
      ["space"],
      "toggle",
      "Change the box that has the focus",
      in: places,
      importance: 7
    ),
    Command(.formFix, ["ctrl-x"], "fix", "Take the mend of the worst finding over", in: [.form], importance: 5),
    Command(
      .formTwice,
      ["ctrl-k"],
      "both",
      "Want the new policy beside one with the same content",
      in: [.form],
      importance: 4
    ),
    Command(.formEditor, ["ctrl-o"], "editor", "Write the comment in your editor", in: [.form], importance: 3),
    Command(
      .commentLast,
      ["alt-c"],
      "last comment",
      "Take the comment that was queued last",
      in: [.form],
      importance: 4
    ),
    Command(.commentKeep, ["alt-r"], "as they are", "Leave the comments of several policies as they are", in: [.form]),
    Command(.formDiscard, ["y"], "leave", "Leave the form without its changes", in: [.leaving], importance: 8),
    Command(
      .pastedLeaveOut,
      ["space"],
      "leave out",
      "Leave a line out, or take it in",
      in: [.pasted, .importing],
      importance: 7
    ),
    Command(.pastedComment, ["c", "tab"], "comment", "Write the comment for all lines", in: [.pasted], importance: 6),
    Command(.lineAccept, ["enter"], "accept", "Take the line as it is", in: [.line, .path, .search], importance: 9),
  ]
}
