import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import TagsField from './TagsField.svelte';

describe('tags of a transaction', () => {
  it('are added by Enter or a comma, each once, and removed by their button', async () => {
    const onchange = vi.fn((_tags: string[]) => Promise.resolve(true));
    render(TagsField, { tags: ['Holiday'], onchange });
    const field = screen.getByLabelText<HTMLInputElement>('Add a tag');
    await userEvent.type(field, ' Picnic , Holiday,Lake, Lake{Enter}');
    expect(onchange).toHaveBeenLastCalledWith(['Holiday', 'Picnic', 'Lake']);
    expect(field.value).toBe('');
    await userEvent.click(screen.getByRole('button', { name: 'Remove the tag Holiday' }));
    expect(onchange).toHaveBeenLastCalledWith([]);
    expect(onchange).toHaveBeenCalledTimes(2);
  });

  it('keep what was typed when it could not be saved, and send nothing for nothing', async () => {
    const onchange = vi.fn((_tags: string[]) => Promise.resolve(false));
    render(TagsField, { tags: [], onchange });
    const field = screen.getByLabelText<HTMLInputElement>('Add a tag');
    await userEvent.type(field, ' , {Enter}');
    expect(onchange).not.toHaveBeenCalled();
    await userEvent.type(field, 'Lake{Enter}');
    expect(field.value).toContain('Lake');
  });
});
