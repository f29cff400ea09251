#pragma once
// The system's file layer with a fault: the n-th write, sync, truncation or creation of a file fails, as on a full
// disk, and everything that changes files after it too, until the fault is lifted; or the process dies there.

namespace goufang::test {

class FailingVfs {
  public:
    FailingVfs();  ///< becomes the default VFS; all connections opened from here on go through it
    ~FailingVfs(); ///< the old default is back; close the connections before
    FailingVfs(const FailingVfs&) = delete;
    void fail_at(int n);       ///< counted from now, 1 = the next
    void fail_once_at(int n);  ///< the same, but what comes after it works again
    void fail_stuck_at(int n); ///< as fail_at, and from there on no file goes away either
    void kill_at(int n);       ///< the same, by SIGKILL; half of a write still reaches the file
    void heal();
    bool failed() const; ///< the fault was met
    int calls() const;   ///< how many there were since fail_at, kill_at or heal
};

} // namespace goufang::test
