import Canvas
import Configuration
import Foundation
import Policies
import PolicyUI
import Terminal
import Theming
import Values

/// The loop of the screen, on the one thread that polls the terminal.
///
/// It holds the state, and nobody else does.
final class RunLoop {
  private var state: AppState
  private let screen: NcursesScreen
  private let poll: EventPoll
  private let mailbox: Mailbox<AppAction>
  private let runner: EffectRunner
  private var themes: ThemeChoice
  private let editor: TextEditor
  private let clipboard: ClipboardPrograms
  private let notification: Settings.Notification
  /// Until the terminal says otherwise.
  private var hasFocus = true
  private let pictures = RowPictures()
  private var needsDrawing = true
  private var title = ""
  private var ending: Ending?

  struct Ending {
    let farewell: String?
    /// The signal that ended it, if one did.
    let signal: Int32?
    /// What comes after it; nil for the shell.
    let next: Next?
  }

  enum Next {
    /// The screen on another account: that of this label, or of the environment.
    case account(String?)
    /// The screen on another draft of the account.
    case draft(DraftName)
  }

  init(
    state: AppState,
    screen: NcursesScreen,
    poll: EventPoll,
    mailbox: Mailbox<AppAction>,
    runner: EffectRunner,
    themes: ThemeChoice,
    editor: TextEditor,
    clipboard: ClipboardPrograms,
    notification: Settings.Notification
  ) {
    self.state = state
    self.screen = screen
    self.poll = poll
    self.mailbox = mailbox
    self.runner = runner
    self.themes = themes
    self.editor = editor
    self.clipboard = clipboard
    self.notification = notification
  }

  func run() -> Ending {
    send(.started)
    if themes.isAutomatic {
      screen.askBackground()
      screen.followAppearance(true)
    }
    while true {
      if let ending { return ending }
      if needsDrawing {
        needsDrawing = false
        show(picture(of: state, reusing: pictures))
      }
      let turn = poll.next(timeout: state.nextTick)
      // Ages, waits and double clicks are judged by the moment at which something came.
      send(.clockTicked(Date()))
      for answer in turn.answers { take(answer) }
      for event in turn.events { send(.input(event)) }
      if turn.wasWoken { for action in mailbox.drain() { send(action) } }
    }
  }

  /// The one place where anything reaches the terminal by itself.
  private func show(_ picture: Picture) {
    if picture.title != title {
      title = picture.title
      screen.setTitle(picture.title)
    }
    screen.setMouse(picture.wantsMouse)
    screen.show(picture.buffer)
  }

  /// The only way in which the state changes.
  ///
  /// However many actions a turn brings, it is drawn once.
  private func send(_ action: AppAction) {
    Log.take(action)
    notice(action)
    for effect in reduce(&state, action) {
      switch effect {
      case .draft(let order): runner.run(order)
      case .work(let order): runner.run(order)
      case .files(let order): runner.run(order)
      case .mail(let order): runner.run(order)
      case .terminal(let order): carryOut(order, becauseOf: action)
      }
    }
    needsDrawing = true
  }

  private func carryOut(_ order: TerminalOrder, becauseOf action: AppAction) {
    switch order {
    case .redraw: screen.invalidate()
    case .suspend: suspend()
    case .copy(let text): copy(text)
    case .editText(let text): edit(text)
    case .listThemes: send(.outside(.themesListed(themes.options)))
    case .keepTheme: keepTheme()
    case .switchAccount(let label): end(nil, action, next: .account(label))
    case .switchDraft(let name): end(nil, action, next: .draft(name))
    case .quit(let farewell): end(farewell, action)
    }
  }

  private func suspend() {
    screen.suspend()
    takeUp([])
  }

  /// Lends the terminal to an editor; ctrl-c and the like are the editor's alone, whatever they are to the editor.
  private func edit(_ text: String) {
    var events: [InputEvent] = []
    do throws(Problem) {
      let edited = try editor.edit(text) { body in
        let (outcome, came) = poll.lend(body)
        events = came
        return outcome
      }
      send(.outside(.textEdited(edited)))
    } catch {
      send(.outside(.editFailed(error)))
    }
    takeUp(events)
  }

  /// Goes on after somebody else had the terminal, which may have another size now.
  private func takeUp(_ events: [InputEvent]) {
    send(.input(.resize(screen.size)))
    screen.invalidate()
    for event in events { send(.input(event)) }
  }

  /// To the programs that keep it, and to the terminal unless tmux hands it on.
  private func copy(_ text: String) {
    let taken = clipboard.copy(text)
    var places: [CopyPlace] = taken.isInTmux ? [.tmux] : []
    if let program = taken.program { places.append(.desktop(program: program)) }
    let bytes = text.utf8.count
    guard !taken.isHandedOn, taken.program == nil else { return send(.outside(.copied(bytes: bytes, to: places))) }
    switch screen.copy(text) {
    case .sent:
      places.append(.terminal)
    case .tooLong(let bytes, let limit) where places.isEmpty:
      let problem = Problem(
        .terminal,
        what: "Not copied: \(bytes) bytes are more than the \(limit) that terminals take.",
        advice: "Use `postern draft export`."
      )
      return send(.outside(.copyFailed(problem)))
    case .unsupported where places.isEmpty:
      let problem = Problem(.terminal, what: "This terminal has no clipboard.", advice: "Select the text instead.")
      return send(.outside(.copyFailed(problem)))
    case .tooLong, .unsupported: break
    }
    send(.outside(.copied(bytes: bytes, to: places)))
  }

  /// A person who waits for the end of a submission may look at another window meanwhile.
  private func notice(_ action: AppAction) {
    switch action {
    case .input(.focus(let isFocused)): hasFocus = isFocused
    case .submission(.ended), .submission(.failed), .submission(.reconciled(.some)):
      guard !hasFocus else { return }
      switch notification {
      case .bell: screen.bell()
      case .osc9: screen.notify("Postern: the submission of \(state.account.name) has ended.")
      case .off: break
      }
    default: break
    }
  }

  private func end(_ farewell: String?, _ action: AppAction, next: Next? = nil) {
    var signal: Int32?
    if case .input(.terminate(let number)) = action { signal = number }
    ending = Ending(farewell: farewell, signal: signal, next: next)
  }

  private func keepTheme() {
    themes.isAutomatic = false
    screen.followAppearance(false)
  }

  private func take(_ answer: TerminalAnswer) {
    guard themes.isAutomatic else { return }
    switch answer {
    case .background(let color): show(themes.theme(on: color))
    case .appearance(let isDark): show(themes.theme(for: isDark ? .dark : .light))
    case .keyboardProtocol: break
    }
  }

  private func show(_ theme: Theme) {
    guard theme != state.theme else { return }
    state.theme = theme
    screen.invalidate()
    needsDrawing = true
  }
}
