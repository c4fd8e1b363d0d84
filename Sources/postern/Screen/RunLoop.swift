import Policies
import Canvas
import Foundation
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
  private let pictures = RowPictures()
  private var needsDrawing = true
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
  }

  init(
    state: AppState,
    screen: NcursesScreen,
    poll: EventPoll,
    mailbox: Mailbox<AppAction>,
    runner: EffectRunner,
    themes: ThemeChoice,
    editor: TextEditor
  ) {
    self.state = state
    self.screen = screen
    self.poll = poll
    self.mailbox = mailbox
    self.runner = runner
    self.themes = themes
    self.editor = editor
  }

  func run() -> Ending {
    screen.setTitle("postern: \(state.account.name)")
    send(.started)
    if themes.isAutomatic { screen.askBackground() }
    while true {
      if let ending { return ending }
      if needsDrawing {
        needsDrawing = false
        screen.show(view(state, reusing: pictures))
      }
      let turn = poll.next(timeout: nil)
      // Ages, waits and double clicks are judged by the moment at which something came.
      send(.clockTicked(Date()))
      if let background = turn.background { takeBackground(background) }
      for event in turn.events { send(.input(event)) }
      if turn.wasWoken { for action in mailbox.drain() { send(action) } }
    }
  }

  /// The only way in which the state changes.
  ///
  /// However many actions a turn brings, it is drawn once.
  private func send(_ action: AppAction) {
    Log.take(action)
    for effect in reduce(&state, action) {
      switch effect {
      case .draft(let order): runner.run(order)
      case .work(let order): runner.run(order)
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
    case .setMouse(let isOn): screen.setMouse(isOn)
    case .listThemes: send(.outside(.themesListed(themes.options)))
    case .keepTheme: themes.isAutomatic = false
    case .switchAccount(let label): end(nil, action, next: .account(label))
    case .quit(let farewell): end(farewell, action)
    }
  }

  private func suspend() {
    screen.suspend()
    state.size = screen.size
    screen.invalidate()
  }

  private func edit(_ text: String) {
    do throws(Problem) {
      let edited = try editor.edit(text, on: screen)
      state.size = screen.size
      send(.outside(.textEdited(edited)))
    } catch {
      send(.outside(.editFailed(error)))
    }
    screen.invalidate()
  }

  private func copy(_ text: String) {
    switch screen.copy(text) {
    case .sent:
      send(.outside(.copied(bytes: text.utf8.count)))
    case .tooLong(let bytes, let limit):
      send(
        .outside(
          .copyFailed(
            Problem(
              .terminal,
              what: "Not copied: \(bytes) bytes are more than the \(limit) that terminals take.",
              advice: "Use `postern draft export`."
            )
          )
        )
      )
    case .unsupported:
      send(
        .outside(
          .copyFailed(Problem(.terminal, what: "This terminal has no clipboard.", advice: "Select the text instead."))
        )
      )
    }
  }

  private func end(_ farewell: String?, _ action: AppAction, next: Next? = nil) {
    var signal: Int32?
    if case .input(.terminate(let number)) = action { signal = number }
    ending = Ending(farewell: farewell, signal: signal, next: next)
  }

  private func takeBackground(_ color: Canvas.Color) {
    guard themes.isAutomatic else { return }
    state.theme = themes.theme(on: color)
    screen.invalidate()
    needsDrawing = true
  }
}
