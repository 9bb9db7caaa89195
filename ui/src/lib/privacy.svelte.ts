/** Whether amounts are shown as dots. */
class Privacy {
  hidden = $state(false);
}

export const privacy = new Privacy();
