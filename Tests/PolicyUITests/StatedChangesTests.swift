import Canvas
import Foundation
import Policies
import PolicyCore
import PolicyUI
import Testing

/// What a key changes, and that it changes nothing else.
@Suite("Nothing changes that was not meant")
struct StatedChangesTests {
  private func key(_ name: String) -> AppAction {
    .input(.key(KeyPress(name: name) ?? KeyPress("?")))
  }

  @Test("help opens over the table and goes again without a trace")
  func help() throws {
    var store = TestStore(try Fixture().state)
    store.send(key("?")) { state in
      state.layers = [.help(HelpState(openedFrom: .browse))]
    }
    store.send(key("esc")) { $0.layers = [] }
  }

  @Test("the first stroke of a flag's key orders one edit, and changes nothing before it is answered")
  func flag() throws {
    var store = TestStore(try Fixture().state)
    let policy = try #require(store.state.selectedRow?.subject)
    var set = PolicyFields()
    set.isTrustedSender = true
    let order = DraftOrder.change(.edit([DraftEdit.FieldEdit(policy: policy, set: set)]))
    store.send(key("t"), orders: [.draft(order)]) { state in
      state.outstanding.draftOrders = 1
      state.browse.isSelectionChosen = true
    }
    store.send(key("d")) { $0.held = [.key(KeyPress("d"))] }
  }

  @Test("the review is a place at once, and can be left before it is there")
  func review() throws {
    var store = TestStore(try Fixture(edits: [.delete([Fixture.policies[0]])]).state)
    store.send(key("r"), orders: [.work(.review(only: nil))]) { state in
      state.browse.isSelectionChosen = true
      state.outstanding.reviews = 1
      state.layers = [.preparing(PreparingState(marked: nil))]
    }
    store.send(key("4")) { $0.held = [.key(KeyPress("4"))] }
    store.send(key("ctrl-c")) { state in
      state.held = []
      state.layers = []
    }
  }

  @Test("keys that wait for long are told, with the way out")
  func longWait() throws {
    var state = try Fixture().state
    _ = reduce(&state, key("t"))
    _ = reduce(&state, key("j"))
    #expect(state.nextTick != nil)
    #expect(!view(state).lines().joined().contains("typed ahead"))
    _ = reduce(&state, .clockTicked(state.now.addingTimeInterval(1)))
    #expect(view(state).lines().joined().contains("1 key typed ahead. ctrl-c drops them."))
  }

  @Test("a time that has passed changes the time alone")
  func clock() throws {
    var store = TestStore(try Fixture().state)
    let later = store.state.now.addingTimeInterval(10)
    store.send(.clockTicked(later)) { $0.now = later }
  }
}
