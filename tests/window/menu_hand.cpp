#include "tests/window/menu_hand.h"

#include <gtk/gtk.h>

namespace goufang::desktop::test {

void MenuHand::Notify() {
    GtkWidget* const grabbing = gtk_grab_get_current();
    if (grabbing == nullptr || !GTK_IS_MENU(grabbing) || !gtk_widget_get_mapped(grabbing)) return;
    Stop();
    m_script();
}

} // namespace goufang::desktop::test
