//! `poll_oneoff`: waiting for clocks. Files and standard streams are always ready.

use std::time::Duration;

use vfs_layer::{DescriptorKind, Errno, Rights};

use super::Calls;
use super::abi::{
    EVENT_SIZE, Layout, SUBSCRIPTION_SIZE, check, load, offset, store, u16_at, u32_at, u64_at,
};
use super::clock::Clock;
use super::memory::{Fault, GuestMemory};
use super::refusal::{Answer, Refusal};

/// `subscription`.
struct Subscription {
    userdata: u64,
    event: EventType,
}

/// `eventtype`, with what the subscription says about it.
#[derive(Clone, Copy)]
enum EventType {
    Clock {
        id: u32,
        timeout: u64,
        absolute: bool,
    },
    Read {
        fd: u32,
    },
    Write {
        fd: u32,
    },
}

/// What has become of a subscription.
enum State {
    /// Its event is there.
    Ready { bytes: u64, hangup: bool },
    /// Its event will be there after this many nanoseconds.
    After(u64),
    /// It can never be there.
    Failed(Errno),
}

/// The clocks as they stood when the call began. Both are read at most once.
#[derive(Default)]
struct Now {
    realtime: Option<u64>,
    monotonic: Option<u64>,
}

impl<M: GuestMemory> Calls<'_, M> {
    /// Waits, in one sleep and not past the deadline, until the first event is there. It goes over
    /// the subscriptions twice, where they are: their number costs no memory.
    pub(super) fn poll_oneoff(
        &mut self,
        subscriptions: u32,
        events: u32,
        nsubscriptions: u32,
        nevents: u32,
    ) -> Answer {
        if nsubscriptions == 0 {
            // Nothing would ever end the wait.
            return Err(Errno::Inval.into());
        }
        self.check_array(subscriptions, nsubscriptions, SUBSCRIPTION_SIZE)?;
        self.check_array(events, nsubscriptions, EVENT_SIZE)?;
        check(&self.memory, nevents, 4)?;

        let mut now = Now::default();
        let mut wait = u64::MAX;
        for index in 0..nsubscriptions {
            self.go_on()?;
            let subscription = self.subscription(subscriptions, index)?;
            wait = wait.min(match self.state(subscription.event, &mut now) {
                State::After(nanos) => nanos,
                State::Ready { .. } | State::Failed(_) => 0,
            });
        }
        if wait > 0 {
            self.run.sleep(Duration::from_nanos(wait));
        }

        let mut count = 0;
        for index in 0..nsubscriptions {
            self.go_on()?;
            let subscription = self.subscription(subscriptions, index)?;
            let state = match self.state(subscription.event, &mut now) {
                State::After(nanos) if nanos > wait => continue,
                state => state,
            };
            let event = event(&subscription, &state);
            store(
                &mut self.memory,
                offset(events, count * EVENT_SIZE)?,
                &event,
            )?;
            count += 1;
        }
        Ok(store(&mut self.memory, nevents, &count.to_le_bytes())?)
    }

    /// Every subscription costs time, which the deadline bounds.
    fn go_on(&mut self) -> Answer {
        if self.run.must_stop() {
            Err(Errno::Intr.into())
        } else {
            Ok(())
        }
    }

    fn check_array(&self, address: u32, count: u32, size: u32) -> Result<(), Fault> {
        let length = count.checked_mul(size).ok_or(Fault {
            address,
            length: u32::MAX,
        })?;
        check(&self.memory, address, length)
    }

    fn subscription(&self, array: u32, index: u32) -> Result<Subscription, Refusal> {
        let bytes: [u8; 48] = load(&self.memory, offset(array, index * SUBSCRIPTION_SIZE)?)?;
        Subscription::parse(&bytes)
    }

    fn state(&mut self, event: EventType, now: &mut Now) -> State {
        match event {
            EventType::Clock {
                id,
                timeout,
                absolute,
            } => self.clock(id, timeout, absolute, now),
            EventType::Read { fd } => failed_or(self.readable(fd)),
            EventType::Write { fd } => failed_or(self.writable(fd)),
        }
    }

    /// The program's own clock decides what an absolute time means; the wait itself is real.
    fn clock(&self, id: u32, timeout: u64, absolute: bool, now: &mut Now) -> State {
        let clock = match Clock::parse(id) {
            Ok(clock) => clock,
            Err(_) => return State::Failed(Errno::Inval),
        };
        if !absolute {
            return State::After(timeout);
        }
        let reading = match clock {
            Clock::Realtime => &mut now.realtime,
            Clock::Monotonic => &mut now.monotonic,
        };
        let reading = *reading.get_or_insert_with(|| clock.now(self.run));
        State::After(timeout.saturating_sub(reading))
    }

    fn readable(&mut self, fd: u32) -> Result<State, Refusal> {
        let namespace = self.run.files_to_read();
        let kind = namespace.kind(fd)?;
        let held = namespace.descriptor_stat(fd)?.rights;
        match kind {
            DescriptorKind::Stdin if held.contains(Rights::READ) => Ok(State::Ready {
                bytes: 1,
                hangup: false,
            }),
            DescriptorKind::File => {
                let at = namespace.tell(fd)?;
                let rest = namespace.pread_slice(fd, usize::MAX, at)?;
                Ok(State::Ready {
                    bytes: rest.len() as u64,
                    hangup: rest.is_empty(),
                })
            }
            _ => Err(Errno::BadF.into()),
        }
    }

    fn writable(&mut self, fd: u32) -> Result<State, Refusal> {
        let namespace = self.run.files_to_read();
        let kind = namespace.kind(fd)?;
        let held = namespace.descriptor_stat(fd)?.rights;
        match kind {
            DescriptorKind::Stdout | DescriptorKind::Stderr | DescriptorKind::File
                if held.intersects(Rights::WRITE | Rights::APPEND) =>
            {
                Ok(State::Ready {
                    bytes: 1,
                    hangup: false,
                })
            }
            _ => Err(Errno::BadF.into()),
        }
    }
}

fn failed_or(state: Result<State, Refusal>) -> State {
    state.unwrap_or_else(|refusal| State::Failed(refusal.0))
}

impl Subscription {
    fn parse(bytes: &[u8; 48]) -> Result<Self, Refusal> {
        const ABSTIME: u16 = 1;
        let [_, _, _, _, _, _, _, _, tag, ..] = *bytes;
        let flags = u16_at(bytes, 40);
        let event = match tag {
            0 if flags & !ABSTIME == 0 => EventType::Clock {
                id: u32_at(bytes, 16),
                timeout: u64_at(bytes, 24),
                absolute: flags == ABSTIME,
            },
            1 => EventType::Read {
                fd: u32_at(bytes, 16),
            },
            2 => EventType::Write {
                fd: u32_at(bytes, 16),
            },
            _ => return Err(Errno::Inval.into()),
        };
        Ok(Self {
            userdata: u64_at(bytes, 0),
            event,
        })
    }
}

/// `event`.
fn event(subscription: &Subscription, state: &State) -> [u8; EVENT_SIZE as usize] {
    const HANGUP: u16 = 1;
    let event_type = match subscription.event {
        EventType::Clock { .. } => 0,
        EventType::Read { .. } => 1,
        EventType::Write { .. } => 2,
    };
    let (error, bytes, hangup) = match state {
        State::Ready { bytes, hangup } => (Errno::Success, *bytes, *hangup),
        State::After(_) => (Errno::Success, 0, false),
        State::Failed(errno) => (*errno, 0, false),
    };
    let flags = if hangup { HANGUP } else { 0 };
    Layout::new()
        .field(0, subscription.userdata.to_le_bytes())
        .field(8, error.code().to_le_bytes())
        .field(10, [event_type])
        .field(16, bytes.to_le_bytes())
        .field(24, flags.to_le_bytes())
        .bytes()
}
