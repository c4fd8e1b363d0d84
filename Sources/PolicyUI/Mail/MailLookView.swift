import Policies
import Canvas
import PolicyCore
import Theming
import Values

/// Draws what mail is kept, what a reading does or came to, and the question before the first one.
struct MailLookView {
  let state: AppState
  let look: MailLook

  init(_ state: AppState, _ look: MailLook) {
    self.state = state
    self.look = look
  }

  private var theme: Theme { state.theme }
  private var mail: MailState { state.mail }
  private var width: Int { min(state.size.columns - 6, 84) }

  static func rows(_ state: AppState) -> Int { max(1, state.size.rows - 7) }

  var lines: [[TextRun]] {
    guard !look.isWaiting else { return [[TextRun("Looking…", theme[.muted])]] }
    var lines: [[TextRun]] = []
    func add(_ text: String, _ role: Role = .text) {
      lines += Paragraph(text, width: width).lines.map { [TextRun($0, theme[role])] }
    }
    kept(add)
    if let reading = mail.reading {
      add("")
      let what = reading.readsAll ? "all mail" : "detections, and the mail of what is queued or marked"
      add(reading.isStopping ? "Stopping…" : "Reading \(what).", .accent)
      add(reading.progress?.words ?? "Asking the server…", .accent)
      return lines
    }
    if let report = mail.report {
      add("")
      add(report.words, .heading)
      for gap in report.gaps { add(gap, .levelWarning) }
      if let problem = report.problem, problem.kind != .interrupted {
        add("\(problem.what) \(problem.advice)", .levelError)
      }
      if !report.isComplete { add("\(state.key(.mailRead, in: .mail)) goes on where it stopped.", .text) }
    }
    if let problem = mail.problem {
      add("")
      add("\(problem.what) \(problem.advice)", .levelError)
    }
    if !mail.wasAsked { question(add) }
    return lines
  }

  private func kept(_ add: (String, Role) -> Void) {
    let heads = mail.heads ?? []
    guard let coverage = MailCoverage(heads) else { return add("No mail of \(state.account.name) is kept.", .heading) }
    let count = heads.reduce(0) { $0 + $1.count }
    let whole = coverage.isComplete ? "that time was read completely" : "not all of that time was read"
    add("\(count.grouped) messages of \(coverage.days.counted("day")) are kept; \(whole).", .heading)
    for gap in coverage.gaps { add(gap, .muted) }
    guard let usage = state.findings.usage else { return }
    if usage.strangers > 0 {
      add("\(usage.strangers.grouped) of them were let through by a pattern and grant that no policy has now.", .muted)
    }
    if usage.differences > 0 {
      let count = "\(usage.differences.grouped) \(usage.differences.agreeing("message does", "messages do"))"
      let whom = usage.differences.agreeing("it", "them")
      add("\(count) not match the pattern that the API says let \(whom) through, by our reading.", .muted)
    }
  }

  private func question(_ add: (String, Role) -> Void) {
    let read = state.key(.mailRead, in: .mail)
    let all = state.key(.mailReadAll, in: .mail)
    for text in [
      "It tells which policies let real mail through, and what a draft would have done with it. The API is only searched.",
      "Kept are addresses, IP addresses, whether authentication passed, the verdict and the policy that let it through: "
        + "never a subject, a name or a text. It lies in the cache folder, for you alone, and goes with time.",
      "\(read) reads detections, and the mail of what is queued or marked. \(all) reads all mail: only then it is known "
        + "that a policy is not used, and it takes longer.",
    ] {
      add("", .text)
      add(text, .text)
    }
  }

  func draw(into buffer: inout Buffer) {
    let lines = lines
    let contents = Size(rows: min(max(1, lines.count), Self.rows(state)) + 2, columns: width)
    let popup = Popup("Mail that arrived", over: state)
    let (body, keys) = Popup.split(popup.draw(into: &buffer, contents: contents))
    buffer.write(Array(lines.dropFirst(look.scroll.top)), in: body)
    buffer.cursor = body.origin
    let isReading = mail.reading != nil
    let going = mail.report.map { !$0.isComplete } ?? false
    let items =
      isReading
      ? [
        state.hint(.mailStop, in: .mail, importance: 9),
        state.hint(.back, in: .mail, label: "go on reading", importance: 8),
      ]
      : [
        state.hint(.mailRead, in: .mail, label: going ? "go on" : "read", importance: 9),
        state.hint(.mailReadAll, in: .mail, importance: 8), state.hint(.back, in: .mail, label: "close", importance: 7),
      ]
    let scrolling = lines.count > Self.rows(state) ? [state.movingHint(in: .mail, label: "scroll")] : []
    HintBar(items + scrolling, theme).draw(into: &buffer, in: keys)
  }
}
