/** The account whose dialog is open. Any view may open it. */
class AccountEditing {
  open = $state(false);
  id = $state<string | null>(null);

  show(id: string): void {
    this.id = id;
    this.open = true;
  }
}

export const accountEditing = new AccountEditing();
