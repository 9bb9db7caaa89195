//! An empty window with the same web view: what starting and holding one costs on this machine before the app does anything.
//! `cargo xtask bench --window` measures the app beside it.

#[cfg(target_os = "linux")]
#[expect(
    clippy::print_stderr,
    reason = "the mark that the measurement waits for"
)]
fn main() -> Result<(), gtk::glib::BoolError> {
    use gtk::prelude::{ContainerExt, GtkWindowExt, WidgetExt};
    use webkit2gtk::{LoadEvent, WebView, WebViewExt};

    const PAGE: &str = "<body><h1>Accounts</h1><table id=t></table><script>for (let row = 0; row < 60; row++) \
        t.insertAdjacentHTML('beforeend', '<tr><td>row ' + row + '<td>12.34')</script>";

    gtk::init()?;
    let window = gtk::Window::new(gtk::WindowType::Toplevel);
    window.set_default_size(1280, 800);
    let view = WebView::new();
    view.connect_load_changed(|_, event| {
        if event == LoadEvent::Finished {
            eprintln!("content painted");
        }
    });
    view.load_html(PAGE, None);
    window.add(&view);
    window.connect_destroy(|_| gtk::main_quit());
    window.show_all();
    gtk::main();
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn main() {}
